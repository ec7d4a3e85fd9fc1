package feed

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

const rssFeed = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>
<title>Example News</title><link>https://example.org/</link><language>uk-UA</language><ttl>30</ttl>
<item><title>Bridge &amp; road closed</title><link>/a/1?x=1#top</link><guid isPermaLink="false">id-1</guid><pubDate>Mon, 16 Dec 2024 22:00:00 +0200</pubDate><description>&lt;p&gt;Short.&lt;/p&gt;</description><content:encoded><![CDATA[<p>Long <br> text</p>]]></content:encoded></item>
<item><title>Second</title><guid>https://example.org/a/2</guid><description>Only a summary</description></item>
<item><title>Third</title><link>javascript:alert(1)</link></item>
</channel></rss>`

const atomFeed = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Atom News</title><id>urn:x</id><updated>2024-12-16T20:00:00Z</updated>
<entry><id>urn:1</id><title type="html">A &lt;b&gt;bold&lt;/b&gt; title</title><link rel="alternate" href="https://example.org/1"/><published>2024-12-16T22:00:00+02:00</published><updated>2024-12-17T01:00:00+02:00</updated>
<content type="html">&lt;p&gt;Whole.&lt;/p&gt;</content><summary>Short</summary></entry></feed>`

const jsonFeed = `{"version":"https://jsonfeed.org/version/1.1","title":"JSON News","language":"ru","items":[
{"id":"1","url":"https://example.org/1","title":"T","content_text":"Whole text","date_published":"2024-12-16T22:00:00+02:00"},{"id":"2","url":"https://example.org/2","summary":"Short"}]}`

func TestParse(t *testing.T) {
	f, err := Parse([]byte(rssFeed), "https://feeds.example.org/rss")
	if err != nil {
		t.Fatal(err)
	}
	want := Feed{Title: "Example News", Lang: "uk-UA", TTL: 30 * time.Minute, Entries: []Entry{
		{Key: "id-1", Link: "https://feeds.example.org/a/1?x=1", Title: "Bridge & road closed", Published: "Mon, 16 Dec 2024 22:00:00 +0200", Content: "<p>Long <br> text</p>", Summary: "<p>Short.</p>"},
		{Key: "https://example.org/a/2", Link: "https://example.org/a/2", Title: "Second", Summary: "Only a summary"},
	}}
	if len(f.Entries) != 3 || f.Entries[2].Link != "" || !strings.HasPrefix(f.Entries[2].Key, "sha256:") {
		t.Fatalf("got %+v", f.Entries)
	}
	f.Entries = f.Entries[:2]
	if !reflect.DeepEqual(f, want) {
		t.Errorf("got  %+v\nwant %+v", f, want)
	}
	if f, err := Parse([]byte(atomFeed), ""); err != nil || f.Title != "Atom News" || !reflect.DeepEqual(f.Entries, []Entry{{
		Key: "urn:1", Link: "https://example.org/1", Title: "A <b>bold</b> title", Published: "2024-12-16T22:00:00+02:00", Updated: "2024-12-17T01:00:00+02:00", Content: "<p>Whole.</p>", Summary: "Short",
	}}) || f.Entries[0].Stamp() != "2024-12-17T01:00:00+02:00" {
		t.Errorf("Atom: got %+v, %v", f, err)
	}
	if f, err := Parse([]byte(jsonFeed), ""); err != nil || len(f.Entries) != 2 || f.Entries[0].Content != "Whole text" || f.Entries[1].Content != "" || f.Entries[1].Summary != "Short" || f.Lang != "ru" {
		t.Errorf("JSON Feed: got %+v, %v", f, err)
	}
}

func TestRhythm(t *testing.T) {
	for in, want := range map[string]time.Duration{
		"<ttl>60</ttl>":           time.Hour,
		"<ttl>999999999999</ttl>": day,
		"<ttl>999999</ttl>":       day,
		"<ttl>-5</ttl>":           0,
		"<ttl>soon</ttl>":         0,
		"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>": 15 * time.Minute,
		"<sy:updatePeriod>weekly</sy:updatePeriod>":                                           day,
	} {
		f, err := Parse([]byte(`<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>x</title>`+in+`</channel></rss>`), "")
		if err != nil || f.TTL != want {
			t.Errorf("%s: got %v, %v, want %v", in, f.TTL, err, want)
		}
	}
}

func TestInvalid(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":         "",
		"a page":          "<!doctype html><html><body>x</body></html>",
		"broken off":      rssFeed[:600],
		"nested":          `<rss version="2.0" xmlns:a="x"><channel>` + strings.Repeat("<a:b>", 1<<20),
		"nested, one tag": `<rss version="2.0" xmlns:a="x"><channel>` + strings.Repeat("<a:b x='/'>", 1<<16),
		"JSON":            `{"a":1`,
	} {
		if f, err := Parse([]byte(in), ""); !errors.Is(err, ErrInvalid) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %+v, %v, want ErrInvalid", name, f, err)
		}
	}
	long := `<rss version="2.0"><channel>` + strings.Repeat("<item><title>x</title></item>", maxEntries+5) + `</channel></rss>`
	if f, err := Parse([]byte(long), ""); err != nil || len(f.Entries) != maxEntries || f.Dropped != 5 {
		t.Errorf("many entries: got %d, %d dropped, %v", len(f.Entries), f.Dropped, err)
	}
}

// TestEntities: entities that a document declares itself are not expanded, from inside or outside.
func TestEntities(t *testing.T) {
	in := `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>t &b; &f;</title></channel></rss>`
	f, err := Parse([]byte(in), "")
	if err == nil && (strings.Contains(f.Title, "xxx") || strings.Contains(f.Title, "root:")) {
		t.Errorf("got %q", f.Title)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{rssFeed, atomFeed, jsonFeed, `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item/></rdf:RDF>`, `<rss><channel><item><link>http://[::1</link></item>`} {
		f.Add([]byte(s), "https://example.org/feed")
	}
	f.Fuzz(func(t *testing.T, raw []byte, from string) {
		got, err := Parse(raw, from)
		if err != nil && !errors.Is(err, ErrInvalid) {
			t.Errorf("got %v, want ErrInvalid", err)
		}
		for _, e := range got.Entries {
			if e.Key == "" || e.Link != "" && !strings.HasPrefix(e.Link, "http") {
				t.Errorf("got %+v", e)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	item := rssFeed[strings.Index(rssFeed, "<item>"):strings.Index(rssFeed, "<item><title>Second")]
	raw := []byte(`<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>x</title>` + strings.Repeat(item, 100) + `</channel></rss>`)
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := Parse(raw, ""); err != nil {
			b.Fatal(err)
		}
	}
}
