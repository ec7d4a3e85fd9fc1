package ingest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// metadata is what a page says of itself, apart from its text.
type metadata struct {
	ld        linkedData
	meta      map[string]string // by lower-case name or property; the first of each counts
	times     []stamp           // of <time> and itemprop elements, in the order of the page
	canonical string
}

// stamp is a time that an element of the page holds.
type stamp struct {
	value  string
	marked bool // the element says that it is the time of publication
}

// Bounds of what is looked at in one page.
const (
	maxScripts = 20
	maxTimes   = 50
)

// metadataOf collects a page's metadata. It must run before the article is taken out, which changes doc.
func metadataOf(doc *html.Node) metadata {
	m := metadata{meta: map[string]string{}}
	scripts := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script":
			if strings.HasPrefix(strings.ToLower(attr(n, "type")), "application/ld+json") && n.FirstChild != nil && scripts < maxScripts {
				scripts++
				m.ld.add(n.FirstChild.Data)
			}
		case "meta":
			m.addMeta(n)
		case "link":
			if m.canonical == "" && slices.Contains(strings.Fields(strings.ToLower(attr(n, "rel"))), "canonical") {
				m.canonical = attr(n, "href")
			}
		default:
			m.addTime(n)
		}
	}
	return m
}

func (m *metadata) addMeta(n *html.Node) {
	content := strings.TrimSpace(attr(n, "content"))
	if content == "" {
		return
	}
	for _, key := range []string{"property", "name", "itemprop"} {
		if k := strings.ToLower(strings.TrimSpace(attr(n, key))); k != "" && m.meta[k] == "" {
			m.meta[k] = content
		}
	}
}

func (m *metadata) addTime(n *html.Node) {
	marked := slices.Contains(strings.Fields(strings.ToLower(attr(n, "itemprop"))), "datepublished")
	if n.Data != "time" && !marked || len(m.times) >= maxTimes {
		return
	}
	value := attr(n, "datetime")
	if value == "" {
		value = attr(n, "content")
	}
	if value == "" {
		value = strings.TrimSpace(plain(n))
	}
	class := strings.ToLower(attr(n, "class"))
	if slices.Contains(strings.Fields(strings.ToLower(attr(n, "itemprop"))), "datemodified") || strings.Contains(class, "updated") || strings.Contains(class, "modified") {
		return
	}
	marked = marked || has(n, "pubdate") || strings.Contains(class, "publish") || slices.Contains(strings.Fields(class), "entry-date")
	m.times = append(m.times, stamp{value, marked})
}

// publishedMeta are the names of metadata for the time of publication, the surest first:
// Open Graph, schema.org, Parse.ly, Sailthru, Dublin Core, Highwire, and usual ones.
var publishedMeta = []string{ //nolint:gochecknoglobals // table, never written
	"article:published_time", "og:article:published_time", "datepublished", "og:published_time", "article:published", "article.published",
	"parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created", "dc.date",
	"dcterms.date", "citation_publication_date", "citation_date", "publish-date", "publish_date", "publishdate", "publication_date", "pubdate", "date",
}

// published gives the time of publication, and notes on what was assumed. A time with hour
// and zone is taken before one without; between equals the surer source counts.
func (m metadata) published() (time.Time, []string) {
	found := []string{m.ld.published}
	for _, k := range publishedMeta {
		found = append(found, m.meta[k])
	}
	for _, t := range m.times {
		if t.marked {
			found = append(found, t.value)
		}
	}
	found = append(found, m.ld.pagePublished)
	var all []moment
	for _, s := range found {
		if t, ok := parseMoment(s); ok {
			all = append(all, t)
		}
	}
	if len(all) == 0 {
		return m.firstTime()
	}
	best := all[0]
	for _, t := range all {
		if !best.zoned() && (t.zoned() || midnight(best.time) && !midnight(t.time)) {
			best = t
		}
	}
	notes := noteList(best.note)
	for _, t := range all {
		if d := t.time.Sub(best.time).Abs(); d > 26*time.Hour { // less can be a matter of zones
			notes = append(notes, fmt.Sprintf("the page states two times of publication, %s and %s; the first was taken", best.time.Format(time.RFC3339), t.time.Format(time.RFC3339)))
			break
		}
	}
	return best.time, notes
}

// firstTime falls back to the first time in the page that can be read.
func (m metadata) firstTime() (time.Time, []string) {
	for _, s := range m.times {
		if t, ok := parseMoment(s.value); ok {
			return t.time, append(noteList(t.note), "the page does not say when it was published; the first time in it, "+t.time.Format(time.RFC3339)+", was taken")
		}
	}
	return time.Time{}, nil
}

func midnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }

func noteList(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// outlet gives who published the page; "" unknown.
func (m metadata) outlet() string {
	for _, s := range []string{m.ld.publisher, m.meta["og:site_name"], m.meta["dc.publisher"], m.meta["dcterms.publisher"], m.meta["application-name"]} {
		if s = strings.TrimSpace(blanks.ReplaceAllString(s, " ")); s != "" {
			return s
		}
	}
	return ""
}

// address gives the address that the page names as its own. With the address it came
// from known, only one on the same host is believed, since any page can name any other.
func (m metadata) address(from *url.URL) string {
	for _, s := range []string{m.canonical, m.meta["og:url"]} {
		u, err := url.Parse(strings.TrimSpace(s))
		if err != nil || s == "" {
			continue
		}
		if from != nil {
			u = from.ResolveReference(u)
		}
		u.Fragment, u.RawFragment = "", ""
		if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || from != nil && !strings.EqualFold(u.Host, from.Host) {
			continue
		}
		if from != nil && (u.Path == "" || u.Path == "/") && len(from.Path) > 1 {
			continue // the front page is not the article
		}
		return u.String()
	}
	return ""
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// linkedData is what the page's JSON-LD says of the article.
type linkedData struct {
	published, publisher, headline string
	pagePublished                  string // of the page (WebPage), not of the article
	depth                          int    // at which the article was found, from 1; 0 none
}

// maxDepth bounds the nesting of JSON-LD that is looked at.
const maxDepth = 12

// add reads one script. Pages wrap the JSON in CDATA and break lines inside its strings, which JSON does not allow.
func (l *linkedData) add(raw string) {
	raw = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, raw))
	raw = strings.TrimSpace(strings.TrimPrefix(raw, "//"))
	if inner, ok := strings.CutPrefix(raw, "<![CDATA["); ok {
		inner, _ = strings.CutSuffix(inner, "]]>")
		raw = strings.TrimSuffix(strings.TrimSpace(inner), "//")
	}
	var v any
	if json.Unmarshal([]byte(raw), &v) == nil {
		l.walk(v, 1)
	}
}

// walk takes the article nearest to the top; further down lie the ones that a page recommends.
func (l *linkedData) walk(v any, depth int) {
	if depth > maxDepth {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			l.walk(x, depth+1)
		}
	case map[string]any:
		if l.depth == 0 || depth < l.depth {
			l.take(v, depth)
		}
		for _, k := range []string{"@graph", "mainEntity", "mainEntityOfPage", "hasPart"} {
			if x, ok := v[k]; ok {
				l.walk(x, depth+1)
			}
		}
	}
}

func (l *linkedData) take(v map[string]any, depth int) {
	date, _ := v["datePublished"].(string)
	switch kind := kinds(v["@type"]); {
	case slices.ContainsFunc(kind, isArticle):
		l.depth, l.published = depth, date
		l.headline, _ = v["headline"].(string)
		l.publisher = nameOf(v["publisher"])
	case slices.ContainsFunc(kind, func(s string) bool { return strings.HasSuffix(s, "WebPage") }) && l.pagePublished == "":
		l.pagePublished = date
	}
}

// isArticle knows schema.org's kinds of article.
func isArticle(kind string) bool {
	return strings.HasSuffix(kind, "Article") || strings.HasSuffix(kind, "Posting") || kind == "Report"
}

func kinds(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, x := range v {
			if s, ok := x.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// nameOf gives the name of a publisher: a string, an object with one, or the first of a list.
func nameOf(v any) string {
	switch v := v.(type) {
	case string:
		if strings.Contains(v, "://") {
			return "" // a reference, not a name
		}
		return v
	case map[string]any:
		s, _ := v["name"].(string)
		return s
	case []any:
		if len(v) > 0 {
			if _, nested := v[0].([]any); !nested {
				return nameOf(v[0])
			}
		}
	}
	return ""
}
