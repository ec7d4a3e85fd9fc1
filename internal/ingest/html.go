package ingest

import (
	"net/url"
	"strings"
	"unicode/utf8"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/text/encoding/htmlindex"

	"sitmap/internal/event"
	"sitmap/internal/regex"
)

// leastArticle is the shortest text, in letters, that is taken for an article.
const leastArticle = 140

// maxElements bounds the pages that are searched for an article.
const maxElements = 200_000

// readHTML reduces a page to its article: text, title, outlet, language, address and time
// of publication as the page's own metadata state them (JSON-LD, Open Graph, other meta
// elements, <time>). What had to be assumed is in the notes.
func readHTML(name string, raw []byte, o Options) (event.Report, []string, error) {
	text, err := decodeHTML(name, raw, o.Charset)
	if err != nil {
		return event.Report{}, nil, err
	}
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return event.Report{}, nil, refuse(name, "its HTML cannot be read ("+err.Error()+")", "save the article's text")
	}
	page, err := url.Parse(o.URL)
	if err != nil || o.URL == "" {
		page = nil
	}
	meta := metadataOf(doc)
	p := readability.NewParser()
	p.MaxElemsToParse = maxElements
	article, err := p.ParseDocument(doc, page)
	if err != nil {
		return event.Report{}, nil, refuse(name, "no article can be found in the page ("+err.Error()+")", "save the article's text")
	}
	if article.Node == nil {
		return event.Report{}, nil, noArticle(name)
	}
	body := normalise(plain(article.Node))
	if utf8.RuneCountInString(body) < leastArticle || linked(article.Node)*2 > utf8.RuneCountInString(body) {
		return event.Report{}, nil, noArticle(name)
	}
	r := event.Report{Title: article.Title(), Text: body, Outlet: meta.outlet(), URL: meta.address(page), Lang: language(article.Language())}
	if strings.TrimSpace(r.Title) == "" {
		r.Title = meta.ld.headline
	}
	if r.Outlet == "" {
		r.Outlet = article.SiteName()
	}
	r.Title, r.Outlet = oneLine(r.Title), oneLine(r.Outlet)
	var notes []string
	r.Published, notes = meta.published()
	return r, notes, nil
}

// oneLine brings a title or a name into the form in which it is stored.
func oneLine(s string) string {
	return strings.TrimSpace(blanks.ReplaceAllString(normalise(strings.ToValidUTF8(s, "\uFFFD")), " "))
}

func noArticle(name string) error {
	return refuse(name, "the page has no article in it", "save the article's own page, or its text")
}

// decodeHTML decodes a page: UTF-8 and UTF-16 as they show themselves, else the
// charset that its server or mail states, else the one that the page names, else by
// letter statistics.
func decodeHTML(name string, raw []byte, stated string) (string, error) {
	if !utf8.Valid(raw) {
		if enc, _ := utf16(raw); enc == nil {
			for _, label := range []string{notUTF8(stated), charset(raw)} {
				if text, ok := decodeAs(raw, label); ok {
					return text, nil
				}
			}
		}
	}
	text, _, err := decode(name, raw)
	return text, err
}

// decodeAs decodes raw as the charset with this label says; false if there is no
// such charset or the bytes are not a text in it.
func decodeAs(raw []byte, label string) (string, bool) {
	if label == "" {
		return "", false
	}
	enc, err := htmlindex.Get(label)
	if err != nil {
		return "", false
	}
	out, err := enc.NewDecoder().Bytes(raw)
	if err != nil || isBinary(out) {
		return "", false
	}
	return string(out), true
}

// notUTF8 drops a label that bytes which are not UTF-8 have proved wrong.
func notUTF8(label string) string {
	if l := strings.ToLower(strings.TrimSpace(label)); l == "utf-8" || l == "utf8" || l == "us-ascii" {
		return ""
	}
	return label
}

// charset finds the charset that a page names in its first 2 KiB; "" if none. A
// page that claims UTF-8 and is not is left to the letter statistics.
func charset(raw []byte) string {
	const look = 2048
	m := metaCharset.Regexp().FindSubmatch(raw[:min(len(raw), look)])
	if m == nil {
		return ""
	}
	return notUTF8(string(m[1]))
}

// language cuts a language tag down to ISO 639-1; "" if it is none.
func language(tag string) string {
	two, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if two, _, _ = strings.Cut(two, "_"); len(two) != 2 {
		return ""
	}
	return two
}

// plain gives the text below a node: a blank line between paragraphs, a line for
// each list entry and table row.
func plain(n *html.Node) string {
	var w textWriter
	w.walk(n)
	return strings.TrimSpace(w.String()) + "\n"
}

// textWriter joins the words of a page and remembers the breaks it owes.
type textWriter struct {
	strings.Builder
	breaks int  // line ends owed before the next word
	space  bool // a blank owed before the next word
}

func (w *textWriter) walk(n *html.Node) {
	if n.Type == html.TextNode {
		w.words(n.Data)
		return
	}
	breaks := 0
	if n.Type == html.ElementNode {
		switch n.Data {
		case "script", "style", "template", "noscript":
			return
		case "br":
			w.breaks = max(w.breaks, 1)
			return
		case "li", "tr", "dt", "dd":
			breaks = 1
		case "td", "th":
			w.space = true
		case "p", "div", "section", "article", "header", "footer", "main", "aside", "blockquote", "figure", "figcaption", "pre",
			"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "hr":
			breaks = 2
		}
	}
	w.breaks = max(w.breaks, breaks)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c)
	}
	w.breaks = max(w.breaks, breaks)
}

func (w *textWriter) words(s string) {
	fields := strings.Fields(s) // no-break spaces too
	if len(fields) == 0 {
		w.space = w.space || s != ""
		return
	}
	first, _ := utf8.DecodeRuneInString(s)
	switch {
	case w.Len() == 0:
	case w.breaks > 0:
		w.WriteString("\n\n"[:w.breaks])
	case w.space || strings.ContainsRune(" \t\r\n\u00a0", first):
		w.WriteByte(' ')
	}
	w.breaks = 0
	w.WriteString(strings.Join(fields, " "))
	last, _ := utf8.DecodeLastRuneInString(s)
	w.space = strings.ContainsRune(" \t\r\n\u00a0", last)
}

// linked counts the letters below a node that are links: a page of links is no article.
func linked(n *html.Node) int {
	if n.Type == html.ElementNode && n.Data == "a" {
		return utf8.RuneCountInString(plain(n))
	}
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		sum += linked(c)
	}
	return sum
}

var metaCharset = regex.New(`(?i)<meta[^>]+charset\s*=\s*["']?\s*([a-z0-9_:.-]+)`) //nolint:gochecknoglobals // compiled pattern, never written
