package ingest

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/htmlindex"

	"sitmap/internal/event"
	"sitmap/internal/regex"
)

// mailFields are header fields that mails have and prose has not.
var mailFields = []string{ //nolint:gochecknoglobals // table, never written
	"from", "to", "cc", "date", "subject", "message-id", "mime-version", "return-path", "received", "delivered-to", "reply-to",
	"sender", "content-type", "dkim-signature", "list-id", "x-mailer", "in-reply-to", "references", "content-transfer-encoding", "content-language",
}

//nolint:gochecknoglobals // compiled patterns, never written
var (
	headerLine = regex.New(`^([!-9;-~]{1,60}):(?:[ \t]|\r?$)`) // a field name of RFC 5322, and a blank
	mboxLine   = regex.New(`^From \S+ .*\d{4}`)                // RFC 4155
)

// isMail reports whether an input begins with the header of a mail: nothing but
// fields up to the first empty line, From or Date among them, two known ones at least.
func isMail(head string) bool {
	head = strings.TrimPrefix(head, "\uFEFF")
	if mboxLine.MatchString(head) {
		_, head, _ = strings.Cut(head, "\n")
	}
	known, sender := 0, false
	first := true
	for line := range strings.SplitSeq(head, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if line == "" {
			break
		}
		if !first && (line[0] == ' ' || line[0] == '\t') {
			continue
		}
		first = false
		m := headerLine.FindStringSubmatch(line)
		if m == nil {
			return false
		}
		if f := strings.ToLower(m[1]); slices.Contains(mailFields, f) {
			known++
			sender = sender || f == "from" || f == "date"
		}
	}
	return sender && known >= 2
}

// eachMail reads one mail, or all of a mailbox in mbox form.
func eachMail(name string, raw []byte, o Options, do func(Item) error) error {
	mails := mailbox(raw)
	for i, m := range mails {
		it := Item{Row: i + 1, Hints: o.Hints}
		report, notes, err := readMail(name, m, o)
		switch {
		case err == nil:
			it.Report, it.Notes = finish(report, o), notes
		case len(mails) == 1:
			return err
		default:
			it = Item{Row: i + 1, Rejected: &Rejected{Row: i + 1, Reason: err.Error()}}
		}
		if err := do(it); err != nil {
			return err
		}
	}
	return nil
}

// mailbox cuts an mbox into its mails: at lines "From …" behind an empty line and
// before a header. Anything else is one mail.
func mailbox(raw []byte) [][]byte {
	if !mboxLine.Match(raw) {
		return [][]byte{raw}
	}
	var out [][]byte
	var from int
	empty := true
	for at := 0; at < len(raw); {
		end := bytes.IndexByte(raw[at:], '\n') + 1
		if end == 0 {
			end = len(raw) - at
		}
		line := raw[at : at+end]
		if empty && bytes.HasPrefix(line, []byte("From ")) && mboxLine.Match(line) && headerLine.Match(firstLine(raw[at+end:])) {
			if at > from {
				out = append(out, raw[from:at])
			}
			from = at + end
		}
		empty = len(bytes.TrimSpace(line)) == 0
		at += end
	}
	return append(out, raw[from:])
}

func firstLine(b []byte) []byte {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r"))
}

// readMail reads one mail (RFC 5322, MIME): the subject is the title, the sender the
// outlet, and the text is the plain part, or what the HTML part says. Attachments are
// named in the notes and not read.
func readMail(name string, raw []byte, o Options) (event.Report, []string, error) {
	raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
	tp := textproto.NewReader(bufio.NewReader(bytes.NewReader(raw)))
	head, err := tp.ReadMIMEHeader()
	if err != nil && !errors.Is(err, io.EOF) {
		return event.Report{}, nil, refuse(name, "the header of the mail is damaged", "mend it, or save the text by itself")
	}
	p := &mailParts{name: name, o: o}
	p.read(head, tp.R, 0)
	r := event.Report{Title: oneLine(words(head.Get("Subject"))), Outlet: sender(head.Get("From")), Lang: language(head.Get("Content-Language"))}
	notes := p.notes
	if m, ok := parseMoment(head.Get("Date")); ok {
		r.Published = m.time
		notes = append(notes, noteList(m.note)...)
	} else if s := head.Get("Date"); s != "" {
		notes = append(notes, fmt.Sprintf("the mail's date, %q, cannot be read; the time of publication stays unknown", short([]byte(s))))
	}
	r.Text = normalise(strings.Join(p.texts, "\n\n"))
	if strings.TrimSpace(r.Text) == "" {
		return event.Report{}, nil, refuse(name, "the mail has no text in it", "give the text of its attachment, if that is the report")
	}
	return r, notes, nil
}

// Bounds of one mail.
const (
	maxParts    = 200
	maxMailDeep = 10
)

// mailParts gathers the texts of a mail's parts.
type mailParts struct {
	name  string
	o     Options
	texts []string
	notes []string
	count int
}

func (p *mailParts) note(format string, args ...any) {
	p.notes = append(p.notes, fmt.Sprintf(format, args...))
}

// read reads one part with what is in it.
func (p *mailParts) read(head textproto.MIMEHeader, body io.Reader, depth int) {
	if p.count++; p.count > maxParts || depth > maxMailDeep {
		if p.count == maxParts+1 || depth == maxMailDeep+1 {
			p.note("the mail has more parts than sitmap reads; the others are left out")
		}
		return
	}
	media, params, err := mime.ParseMediaType(head.Get("Content-Type"))
	if err != nil || media == "" {
		media = "text/plain"
	}
	disposition, dparams, _ := mime.ParseMediaType(head.Get("Content-Disposition"))
	switch {
	case disposition == "attachment", disposition != "" && dparams["filename"] != "" && !strings.HasPrefix(media, "text/"), !strings.HasPrefix(media, "text/") && !strings.HasPrefix(media, "multipart/"):
		if disposition != "attachment" && strings.HasPrefix(media, "image/") && head.Get("Content-Id") != "" {
			return // a picture of the page's own
		}
		file := dparams["filename"]
		if file == "" {
			file = params["name"]
		}
		p.note("the attachment %q (%s) is not read", oneLine(words(file)), media)
	case strings.HasPrefix(media, "multipart/"):
		p.multi(media, params["boundary"], body, depth)
	default:
		if text, ok := p.text(head, media, params["charset"], body); ok {
			p.texts = append(p.texts, text)
		}
	}
}

// multi reads the parts of a multipart body; of alternatives the first that gives a text.
func (p *mailParts) multi(media, boundary string, body io.Reader, depth int) {
	if boundary == "" {
		p.note("a part of the mail names no boundary; it is left out")
		return
	}
	before := len(p.texts)
	r := multipart.NewReader(body, boundary)
	for {
		part, err := r.NextRawPart()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				p.note("the mail breaks off inside a part")
			}
			break
		}
		if p.count > maxParts {
			break
		}
		p.read(part.Header, part, depth+1)
	}
	if media == "multipart/alternative" && len(p.texts) > before+1 {
		p.texts = p.texts[:before+1] // the plainest comes first
	}
}

// text decodes a text part.
func (p *mailParts) text(head textproto.MIMEHeader, media, charset string, body io.Reader) (string, bool) {
	raw, err := io.ReadAll(transfer(head.Get("Content-Transfer-Encoding"), body))
	if err != nil {
		p.note("a part of the mail is damaged; what comes before is read")
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return "", false
	}
	text, err := decodeHTML(p.name, raw, charset)
	if err != nil {
		p.note("a part of the mail cannot be decoded; it is left out")
		return "", false
	}
	switch media {
	case "text/plain":
		return normalise(text), true
	case "text/html":
		doc, err := html.Parse(strings.NewReader(text))
		if err != nil {
			p.note("the HTML of the mail cannot be read; it is left out")
			return "", false
		}
		return normalise(plain(doc)), true
	}
	p.note("a part of the type %s is not read", media)
	return "", false
}

// transfer undoes the transfer encoding.
func transfer(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, &base64Text{r: body})
	}
	return body
}

// base64Text drops the blanks that mail programs put between the letters.
type base64Text struct{ r io.Reader }

func (b *base64Text) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	out := p[:0]
	for _, c := range p[:n] {
		if c != ' ' && c != '\t' {
			out = append(out, c)
		}
	}
	return len(out), err
}

// words decodes the encoded words of a header (RFC 2047), and raw bytes in it by letter statistics.
func words(s string) string {
	d := mime.WordDecoder{CharsetReader: func(label string, in io.Reader) (io.Reader, error) {
		enc, err := htmlindex.Get(label)
		if err != nil {
			return nil, err
		}
		return enc.NewDecoder().Reader(in), nil
	}}
	out, err := d.DecodeHeader(s)
	if err != nil {
		out = s
	}
	if !utf8.ValidString(out) {
		if text, _, err := decode("", []byte(out)); err == nil {
			out = text
		}
	}
	return out
}

// sender gives the name of who sent a mail, or the address where there is no name.
func sender(from string) string {
	p := mail.AddressParser{WordDecoder: &mime.WordDecoder{CharsetReader: func(_ string, in io.Reader) (io.Reader, error) { return in, nil }}}
	if a, err := p.ParseList(from); err == nil && len(a) > 0 {
		if m := senderName.FindStringSubmatch(from); m != nil {
			if n := oneLine(words(m[1])); n != "" {
				return n
			}
		}
		return oneLine(a[0].Address)
	}
	return oneLine(words(from))
}

var senderName = regex.New(`^\s*"?([^"<]*?)"?\s*<`) //nolint:gochecknoglobals // compiled pattern, never written
