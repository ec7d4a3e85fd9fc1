package web

import (
	"bytes"
	"io"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// coding is a content coding (RFC 9110, section 8.4.1).
type coding uint8

const (
	identity coding = iota
	zstded
	brotlied
	gzipped
	codings // how many
)

// name is the coding as headers write it.
func (c coding) name() string { return [codings]string{"", "zstd", "br", "gzip"}[c] }

// suffix tells the coding's ETag from that of the others.
func (c coding) suffix() string { return [codings]string{"", "-zst", "-br", "-gz"}[c] }

// codingNamed gives the coding of a name in a header.
func codingNamed(name string) (coding, bool) {
	switch {
	case strings.EqualFold(name, "gzip"), strings.EqualFold(name, "x-gzip"):
		return gzipped, true
	case strings.EqualFold(name, "zstd"):
		return zstded, true
	case strings.EqualFold(name, "br"):
		return brotlied, true
	case strings.EqualFold(name, "identity"):
		return identity, true
	}
	return 0, false
}

const unsaid = -1

// wishes are the weights that a client gives to the codings, 0 to 1000, or unsaid.
type wishes [codings]int

// wishesOf reads the Accept-Encoding headers of a request. Several are one list.
func wishesOf(headers []string) wishes {
	w := wishes{unsaid, unsaid, unsaid, unsaid}
	rest := unsaid
	for _, list := range headers {
		for list != "" {
			var part string
			part, list, _ = strings.Cut(list, ",")
			name, params, _ := strings.Cut(part, ";")
			name = strings.Trim(name, " \t")
			if name == "*" {
				rest = qvalue(params)
			} else if c, ok := codingNamed(name); ok {
				w[c] = qvalue(params)
			}
		}
	}
	for c := range w {
		if w[c] == unsaid {
			w[c] = rest
		}
	}
	return w
}

// qvalue reads ";q=0.5" in thousandths; what cannot be read is no wish, 0.
func qvalue(params string) int {
	for params != "" {
		var p string
		p, params, _ = strings.Cut(params, ";")
		name, value, ok := strings.Cut(p, "=")
		if !ok || !strings.EqualFold(strings.Trim(name, " \t"), "q") {
			continue
		}
		return thousandths(strings.Trim(value, " \t"))
	}
	return 1000
}

// thousandths reads a number from 0 to 1 with at most three decimals (RFC 9110, section 12.4.2).
func thousandths(s string) int {
	if s == "" || len(s) > 5 || s[0] != '0' && s[0] != '1' || len(s) > 1 && s[1] != '.' {
		return 0
	}
	n, scale := int(s[0]-'0')*1000, 100
	for i := 2; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0
		}
		n += int(s[i]-'0') * scale
		scale /= 10
	}
	if n > 1000 {
		return 0
	}
	return n
}

// refused reports whether the client will not have the coding. An answer that is
// not coded is refused only when that is said.
func (w wishes) refused(c coding) bool { return w[c] == 0 || w[c] == unsaid && c != identity }

// best gives the coding that the client likes best among those offered; of equals
// the first. What is not coded comes last, and is sent when nothing else will do.
func (w wishes) best(offered ...coding) coding {
	best, q := identity, 0
	for _, c := range offered {
		if w[c] > q {
			best, q = c, w[c]
		}
	}
	if w[identity] > q {
		return identity
	}
	return best
}

// effort says how much work goes into compressing.
type effort uint8

const (
	quick   effort = iota // sent once: about as fast as a tile is made
	lasting               // kept and sent often
	efforts
)

// Levels chosen by measuring tiles; docs/serving.md has the table.
//
//nolint:gochecknoglobals // constants, and pools that are empty of meaning
var (
	gzipLevels   = [efforts]int{1, 5}
	zstdLevels   = [efforts]zstd.EncoderLevel{zstd.SpeedFastest, zstd.SpeedFastest} // a higher one gives larger tiles
	brotliLevels = [efforts]int{1, 4}
	compressors  struct{ pools [efforts][codings]sync.Pool }
)

// offer lists the codings, the one first that suits the effort best.
func (e effort) offer() []coding {
	if e == lasting {
		return []coding{brotlied, zstded, gzipped}
	}
	return []coding{zstded, gzipped, brotlied}
}

// compress codes b; identity gives b itself.
func compress(b []byte, c coding, e effort) []byte {
	pool := &compressors.pools[e][c]
	switch c {
	case gzipped:
		return pumped(pool, b, func() resetter {
			z, _ := gzip.NewWriterLevel(io.Discard, gzipLevels[e]) // the level is a constant and valid
			return z
		})
	case brotlied:
		return pumped(pool, b, func() resetter { return brotli.NewWriterLevel(io.Discard, brotliLevels[e]) })
	case zstded:
		z, ok := pool.Get().(*zstd.Encoder)
		if !ok {
			z, _ = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstdLevels[e]), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false)) // constants, valid
		}
		out := z.EncodeAll(b, make([]byte, 0, len(b)/2+64))
		pool.Put(z)
		return bytes.Clone(out) // without the spare room
	}
	return b
}

// resetter is a compressor that can be used again.
type resetter interface {
	io.WriteCloser
	Reset(w io.Writer)
}

// pumped runs b through a compressor of the pool.
func pumped(pool *sync.Pool, b []byte, make func() resetter) []byte {
	z, ok := pool.Get().(resetter)
	if !ok {
		z = make()
	}
	var out bytes.Buffer
	out.Grow(len(b)/2 + 64)
	z.Reset(&out)
	_, _ = z.Write(b) // a bytes.Buffer does not fail
	_ = z.Close()
	pool.Put(z)
	return bytes.Clone(out.Bytes())
}
