package ingest

import (
	"strings"
	"testing"
	"time"

	"sitmap/internal/feed"
)

const rss = `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Example News</title><language>en-GB</language>
<item><title>Bridge &amp;amp; road</title><link>https://example.org/1</link><guid>1</guid><pubDate>Mon, 16 Dec 2024 22:00:00 +0200</pubDate><content:encoded><![CDATA[<p>` + item + `</p><p>` + item + `</p><script>no</script>]]></content:encoded></item>
<item><title>Two</title><link>https://example.org/2</link><guid>2</guid><pubDate>Mon, 16 Dec 2024 22:00:00</pubDate><description>A &lt;b&gt;short&lt;/b&gt; one</description></item>
<item><title>Three</title><link>https://example.org/3</link></item></channel></rss>`

func TestFeedFile(t *testing.T) {
	items, rejected, err := read(t, "feed.xml", rss, Options{})
	if err != nil || len(items) != 2 || len(rejected) != 1 || rejected[0].Row != 3 || !strings.Contains(rejected[0].Reason, "no text") {
		t.Fatalf("got %q, %v, %v", texts(items), rejected, err)
	}
	r := items[0].Report
	if r.Title != "Bridge & road" || r.Outlet != "Example News" || r.URL != "https://example.org/1" || r.Lang != "en" || r.Published.Format(time.RFC3339) != "2024-12-16T22:00:00+02:00" || r.Text != item+"\n\n"+item+"\n" || len(items[0].Notes) != 0 {
		t.Errorf("got %+v, %q", r, items[0].Notes)
	}
	if r := items[1].Report; r.Text != "A short one\n" || len(items[1].Notes) != 2 {
		t.Errorf("got %q, %q; want notes on the zone and the summary", r.Text, items[1].Notes)
	}
}

func TestWhole(t *testing.T) {
	for name, c := range map[string]struct {
		e    feed.Entry
		want bool
	}{
		"long":         {feed.Entry{Content: "<p>" + item + "</p>"}, true},
		"summary":      {feed.Entry{Summary: item}, false},
		"short":        {feed.Entry{Content: "<p>Short.</p>"}, false},
		"dots":         {feed.Entry{Content: item + " […]"}, false},
		"read more":    {feed.Entry{Content: "<p>" + item + "</p><a href='/x'>Read more →</a>"}, false},
		"read further": {feed.Entry{Content: item + "\n\nЧитать далее"}, false},
	} {
		if got := Whole(c.e); got != c.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestEntryChangedOnly(t *testing.T) {
	it := Entry(1, FeedInfo{}, feed.Entry{Key: "k", Content: item, Updated: "2024-12-16T22:00:00+02:00"}, Options{})
	if it.Report.Published.IsZero() || !strings.Contains(strings.Join(it.Notes, " "), "only when it was changed") {
		t.Errorf("got %v, %q", it.Report.Published, it.Notes)
	}
}
