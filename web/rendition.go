package web

import (
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
)

// rendition is an answer that is kept, with its codings and the headers that go
// with each. A coding is made when it is first asked for.
type rendition struct {
	tag    string   // base of the ETags
	plain  []byte   // as it was made; of an archive's tile as it is stored
	stored coding   // that plain is in already
	mime   []string // header values are kept as the slices that a header map holds
	cache  []string
	effort effort
	kept   *entry // nil when no cache keeps it
	forms  [codings]atomic.Pointer[form]
	making sync.Mutex // held while a form is made

	mu      sync.Mutex
	bytes   int  // of plain and the codings made so far
	retired bool // a newer one has taken its place; its bytes count no longer
}

// form is the answer in one coding.
type form struct {
	data     []byte
	etag     []string
	length   []string
	encoding []string // nil for identity
}

func newRendition(plain []byte, mime, cache []string, e effort) *rendition {
	return &rendition{tag: contentTag(plain), plain: plain, mime: mime, cache: cache, effort: e, bytes: len(plain)}
}

// in gives the answer in a coding.
func (r *rendition) in(c coding) *form {
	if f := r.forms[c].Load(); f != nil {
		return f
	}
	r.making.Lock()
	defer r.making.Unlock()
	if f := r.forms[c].Load(); f != nil {
		return f
	}
	f := &form{data: r.plain, etag: []string{`"` + r.tag + c.suffix() + `"`}}
	if c != r.stored {
		f.data = compress(r.plain, c, r.effort)
		r.won(len(f.data) + formOverhead)
	}
	if c != identity {
		f.encoding = []string{c.name()}
	}
	f.length = []string{strconv.Itoa(len(f.data))}
	r.forms[c].Store(f)
	return f
}

// won accounts for a coding that was made.
func (r *rendition) won(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.bytes += n
	if r.kept != nil && !r.retired {
		r.kept.share.grow(r.kept, n)
	}
}

// retire ends the accounting and gives the bytes that counted.
func (r *rendition) retire() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.retired = true
	return r.bytes
}

// Values of headers, as header maps hold them. They are shared by all answers and
// never written to; a map's Add would copy them, for they have no spare room.
//
//nolint:gochecknoglobals // constants
var (
	varyCoding = []string{"Accept-Encoding"}
	noCache    = []string{"no-cache"}
	hourCache  = []string{"public, max-age=3600"}
	mimeJSON   = []string{typeJSON}
	mimeTile   = []string{typeTile}
)

// write sends the answer in the coding that suits the request, 304 when the
// client has it already, 204 when it is empty. It gives the status, 0 when the
// stored tile of an archive cannot be decoded; then nothing is written.
func (r *rendition) write(w http.ResponseWriter, req *http.Request) int {
	h := w.Header()
	h["Vary"] = varyCoding
	h["Cache-Control"] = r.cache
	if none := req.Header["If-None-Match"]; len(none) > 0 {
		if have, ok := matchTag(none, r.tag); ok {
			h["Etag"] = []string{`"` + have + `"`}
			w.WriteHeader(http.StatusNotModified)
			return http.StatusNotModified
		}
	}
	if len(r.plain) == 0 {
		h["Etag"] = r.in(identity).etag
		w.WriteHeader(http.StatusNoContent)
		return http.StatusNoContent
	}
	c := r.coding(req.Header["Accept-Encoding"])
	if r.stored != identity && c != r.stored {
		return r.writeDecoded(w, req)
	}
	f := r.in(c)
	h["Etag"] = f.etag
	h["Content-Type"] = r.mime
	h["Content-Length"] = f.length
	if f.encoding != nil {
		h["Content-Encoding"] = f.encoding
	}
	w.WriteHeader(http.StatusOK)
	if req.Method != http.MethodHead {
		_, _ = w.Write(f.data) // the client may be gone; there is nobody to tell
	}
	return http.StatusOK
}

// coding chooses the coding for a client. What is small is not worth one.
func (r *rendition) coding(accepts []string) coding {
	if len(accepts) == 0 {
		return identity
	}
	want := wishesOf(accepts)
	if r.stored != identity {
		return want.best(r.stored)
	}
	if len(r.plain) < smallest && !want.refused(identity) {
		return identity
	}
	return want.best(r.effort.offer()...)
}
