package ingest

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/text/encoding/htmlindex"

	"sitmap/internal/event"
)

// leastArticle is the shortest text, in letters, that is taken for an article.
const leastArticle = 140

// maxElements bounds the pages that are searched for an article.
const maxElements = 200_000

// readHTML reduces a page to its article: text, title, outlet, language and time of
// publication as the page's own metadata state them. A time without a zone counts as UTC.
func readHTML(name string, raw []byte, o Options) (event.Report, error) {
	text, err := decodeHTML(name, raw)
	if err != nil {
		return event.Report{}, err
	}
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return event.Report{}, refuse(name, "its HTML cannot be read ("+err.Error()+")", "save the article's text")
	}
	page, err := url.Parse(o.URL)
	if err != nil || o.URL == "" {
		page = nil
	}
	p := readability.NewParser()
	p.MaxElemsToParse = maxElements
	article, err := p.ParseDocument(doc, page)
	if err != nil {
		return event.Report{}, refuse(name, "no article can be found in the page ("+err.Error()+")", "save the article's text")
	}
	if article.Node == nil {
		return event.Report{}, noArticle(name)
	}
	body := normalise(plain(article.Node))
	if utf8.RuneCountInString(body) < leastArticle || linked(article.Node)*2 > utf8.RuneCountInString(body) {
		return event.Report{}, noArticle(name)
	}
	r := event.Report{
		Title: normalise(strings.TrimSpace(article.Title())), Text: body,
		Outlet: normalise(strings.TrimSpace(article.SiteName())), Lang: language(article.Language()),
	}
	if t, err := article.PublishedTime(); err == nil {
		r.Published = t
	}
	return r, nil
}

func noArticle(name string) error {
	return refuse(name, "the page has no article in it", "save the article's own page, or its text")
}

// decodeHTML decodes a page: UTF-8 and UTF-16 as they show themselves, else the
// charset that the page names, else by letter statistics.
func decodeHTML(name string, raw []byte) (string, error) {
	if !utf8.Valid(raw) {
		if enc, _ := utf16(raw); enc == nil {
			if label := charset(raw); label != "" {
				if enc, err := htmlindex.Get(label); err == nil {
					if out, err := enc.NewDecoder().Bytes(raw); err == nil && !isBinary(out) {
						return string(out), nil
					}
				}
			}
		}
	}
	text, _, err := decode(name, raw)
	return text, err
}

// charset finds the charset that a page names in its first 2 KiB; "" if none. A
// page that claims UTF-8 and is not is left to the letter statistics.
func charset(raw []byte) string {
	const look = 2048
	m := regexp.MustCompile(`(?i)<meta[^>]+charset\s*=\s*["']?\s*([a-z0-9_:.-]+)`).FindSubmatch(raw[:min(len(raw), look)])
	if m == nil || bytes.EqualFold(m[1], []byte("utf-8")) || bytes.EqualFold(m[1], []byte("utf8")) {
		return ""
	}
	return string(m[1])
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
