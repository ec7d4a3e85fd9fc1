package ingest

import (
	"strings"
	"testing"
	"time"

	"sitmap/internal/event"
)

// page makes a page of head and the test's article, with more before its text.
func page(head, before string) string {
	return `<!doctype html><html lang="en"><head><title>Bridge closed</title>` + head + `</head><body>` + before + article + `</body></html>`
}

func ld(s string) string { return `<script type="application/ld+json">` + s + `</script>` }

func TestPublished(t *testing.T) {
	const zoned = "2024-12-16T22:00:00+02:00"
	for name, c := range map[string]struct{ head, before, want, notes string }{
		"nothing":           {``, ``, "", ""},
		"JSON-LD":           {ld(`{"@type":"NewsArticle","datePublished":"` + zoned + `"}`), ``, zoned, ""},
		"JSON-LD graph":     {ld(`{"@graph":[{"@type":"WebPage","datePublished":"2020-01-01T00:00:00Z"},{"@type":["ReportageNewsArticle"],"datePublished":"` + zoned + `"}]}`), ``, zoned, "two times"},
		"recommended":       {ld(`{"@type":"NewsArticle","datePublished":"` + zoned + `","hasPart":[{"@type":"NewsArticle","datePublished":"2020-01-01T00:00:00Z"}]}`), ``, zoned, ""},
		"list of others":    {ld(`{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":"2020-01-01T00:00:00Z"}]}`), `<time datetime="` + zoned + `">x</time>`, zoned, "first time in it"},
		"CDATA":             {ld("\n<![CDATA[\n{\"@type\":\"NewsArticle\",\"headline\":\"two\nlines\",\"datePublished\":\"" + zoned + "\"}\n]]>\n"), ``, zoned, ""},
		"commented CDATA":   {ld("//<![CDATA[\n{\"@type\":\"Article\",\"datePublished\":\"Mon Dec 16 2024 22:00:00 GMT+0200 (EET)\"}\n//]]>"), ``, zoned, ""},
		"broken JSON-LD":    {ld(`{"@type":`) + `<meta property="article:published_time" content="` + zoned + `">`, ``, zoned, ""},
		"Open Graph":        {`<meta property="article:published_time" content="` + zoned + `">`, ``, zoned, ""},
		"modified only":     {`<meta property="article:modified_time" content="` + zoned + `">`, ``, "", ""},
		"Dublin Core":       {`<meta name="DC.date.issued" content="2024-12-16">`, ``, "2024-12-16T00:00:00Z", "only a day"},
		"hour before day":   {`<meta name="datePublished" content="2024-12-16"><meta name="pubdate" content="` + zoned + `">`, ``, zoned, ""},
		"zone before none":  {ld(`{"@type":"Article","datePublished":"2024-12-16T22:00:00"}`) + `<meta name="parsely-pub-date" content="2024-12-16T20:00:00Z">`, ``, "2024-12-16T20:00:00Z", ""},
		"no zone":           {`<meta name="date" content="2024-12-16 22:00:00">`, ``, "2024-12-16T22:00:00Z", "no zone"},
		"two days":          {`<meta name="datePublished" content="` + zoned + `"><meta name="pubdate" content="2024-12-10T10:00:00Z">`, ``, zoned, "two times"},
		"itemprop":          {``, `<span itemprop="datePublished" content="` + zoned + `">Monday</span>`, zoned, ""},
		"time with pubdate": {``, `<time datetime="2020-01-01T00:00:00Z">old</time><time pubdate datetime="` + zoned + `">x</time>`, zoned, ""},
		"time by its class": {``, `<time class="entry-date published" datetime="` + zoned + `">x</time><time class="updated" datetime="2024-12-20T00:00:00Z">x</time>`, zoned, ""},
		"any time":          {``, `<time datetime="` + zoned + `">x</time>`, zoned, "does not say when it was published"},
		"time in words":     {``, `<time>16 December 2024 22:00 EET</time>`, zoned, "does not say"},
		"epoch":             {`<meta property="article:published_time" content="1970-01-01T00:00:00Z">`, ``, "", ""},
		"future":            {`<meta property="article:published_time" content="2030-01-01T00:00:00Z">`, ``, "2030-01-01T00:00:00Z", "future"},
	} {
		t.Run(name, func(t *testing.T) {
			it := one(t, "a.html", page(c.head, c.before), Options{Retrieved: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)})
			got := ""
			if !it.Report.Published.IsZero() {
				got = it.Report.Published.Format(time.RFC3339)
			}
			notes := strings.Join(it.Notes, "; ")
			if got != c.want || !strings.Contains(notes, c.notes) || (c.notes == "") != (notes == "") {
				t.Errorf("got %q, notes %q; want %q, %q", got, notes, c.want, c.notes)
			}
		})
	}
}

func TestFallback(t *testing.T) {
	known := event.Report{Title: "Feed's", Outlet: "Feed", URL: "https://example.org/f", Published: time.Date(2024, 12, 16, 20, 0, 0, 0, time.UTC)}
	it := one(t, "a.html", page(`<meta name="date" content="2024-12-16">`, ""), Options{Fallback: known})
	if r := it.Report; !r.Published.Equal(known.Published) || r.Outlet != "Feed" || r.URL != known.URL || r.Title != "Bridge closed" || len(it.Notes) != 0 {
		t.Errorf("got %+v, %q", r, it.Notes)
	}
	it = one(t, "a.html", page(`<meta property="article:published_time" content="2024-12-16T19:59:58Z">`, ""), Options{Fallback: known})
	if got := it.Report.Published.Format(time.RFC3339); got != "2024-12-16T19:59:58Z" {
		t.Errorf("the page's own time lost: got %s", got)
	}
}

func TestOutletAndAddress(t *testing.T) {
	for name, c := range map[string]struct{ head, from, outlet, url string }{
		"publisher":       {ld(`{"@type":"NewsArticle","headline":"x","publisher":{"@type":"Organization","name":"Example  News"}}`), "", "Example News", ""},
		"Open Graph":      {`<meta property="og:site_name" content="Example"><meta property="og:url" content="https://example.org/a#x">`, "", "Example", "https://example.org/a"},
		"reference":       {ld(`{"@type":"NewsArticle","publisher":"https://example.org/#org"}`), "", "", ""},
		"canonical":       {`<link rel="canonical" href="https://example.org/a">`, "https://example.org/a?utm_source=x", "", "https://example.org/a"},
		"another host":    {`<link rel="canonical" href="https://victim.example/a">`, "https://example.org/a", "", "https://example.org/a"},
		"front page":      {`<link rel="canonical" href="https://example.org/">`, "https://example.org/a", "", "https://example.org/a"},
		"relative":        {`<link rel="canonical" href="/b">`, "https://example.org/a", "", "https://example.org/b"},
		"script":          {`<link rel="canonical" href="javascript:alert(1)">`, "", "", ""},
		"with a password": {`<link rel="canonical" href="https://me:pw@example.org/a">`, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := one(t, "a.html", page(c.head, ""), Options{URL: c.from}).Report
			if r.Outlet != c.outlet || r.URL != c.url {
				t.Errorf("got %q, %q; want %q, %q", r.Outlet, r.URL, c.outlet, c.url)
			}
		})
	}
}

func TestStatedCharset(t *testing.T) {
	raw := "\xcf\xee\xe6\xe0\xf0 \xe2 \xf1\xe5\xeb\xe5" // Windows-1251, too short for statistics to be sure of
	if r := one(t, "a", raw, Options{Charset: "windows-1251"}).Report; r.Text != "Пожар в селе" {
		t.Errorf("got %q", r.Text)
	}
	if r := one(t, "a", "Пожар в селе", Options{Charset: "windows-1251"}).Report; r.Text != "Пожар в селе" {
		t.Errorf("UTF-8 that is called something else: got %q", r.Text)
	}
}
