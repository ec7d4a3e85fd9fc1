package ingest

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	xunicode "golang.org/x/text/encoding/unicode"

	"sitmap/internal/event"
)

const (
	russian   = "Вечером в субботу в селе Заречном сгорел склад. По словам жителей, никто не пострадал; причину выясняют.\nПожар тушили до утра, мост через реку закрыт."
	ukrainian = "Увечері в суботу в селі Зарічному згорів склад. За словами мешканців, ніхто не постраждав; її причини з’ясовують.\nҐанок школи пошкоджено, міст через річку закрито."
	western   = "La préfecture a annoncé samedi la fermeture du pont près de Besançon — « jusqu’à nouvel ordre », a-t-elle précisé. Déjà à l’été, un élève y était tombé."
)

func read(t testing.TB, name, in string, o Options) ([]Item, []Rejected, error) {
	t.Helper()
	return Read(t.Context(), name, strings.NewReader(in), o)
}

func one(t testing.TB, name, in string, o Options) Item {
	t.Helper()
	items, rejected, err := read(t, name, in, o)
	if err != nil || len(items) != 1 || len(rejected) != 0 {
		t.Fatalf("got %d reports, %v, %v, want one report", len(items), rejected, err)
	}
	return items[0]
}

func TestEncodings(t *testing.T) {
	utf16 := func(e xunicode.Endianness, b xunicode.BOMPolicy) encoding.Encoding { return xunicode.UTF16(e, b) }
	for _, c := range []struct {
		name string
		enc  encoding.Encoding
		text string
	}{
		{"UTF-8", encoding.Nop, russian},
		{"UTF-8 with a mark", xunicode.UTF8BOM, ukrainian},
		{"UTF-16 little", utf16(xunicode.LittleEndian, xunicode.UseBOM), ukrainian},
		{"UTF-16 big", utf16(xunicode.BigEndian, xunicode.UseBOM), western},
		{"UTF-16 little, no mark, Latin", utf16(xunicode.LittleEndian, xunicode.IgnoreBOM), western},
		{"UTF-16 little, no mark, Cyrillic", utf16(xunicode.LittleEndian, xunicode.IgnoreBOM), russian},
		{"UTF-16 big, no mark, Cyrillic", utf16(xunicode.BigEndian, xunicode.IgnoreBOM), russian},
		{"Windows-1251 Russian", charmap.Windows1251, russian},
		{"Windows-1251 Ukrainian", charmap.Windows1251, ukrainian},
		{"Windows-1251, few letters among Latin ones", charmap.Windows1251, strings.Repeat("The station is called ", 5) + "«Заречная»."},
		{"Windows-1251 in capitals", charmap.Windows1251, strings.ToUpper(russian)},
		{"KOI8-R", charmap.KOI8R, russian},
		{"KOI8-U", charmap.KOI8U, strings.ReplaceAll(ukrainian, "’", "'")},
		{"IBM866", charmap.CodePage866, russian},
		{"ISO-8859-5", charmap.ISO8859_5, russian},
		{"Windows-1252", charmap.Windows1252, western},
	} {
		t.Run(c.name, func(t *testing.T) {
			raw, err := c.enc.NewEncoder().String(c.text)
			if err != nil {
				t.Fatal(err)
			}
			if got := one(t, "a.txt", raw, Options{}).Report.Text; got != c.text {
				t.Errorf("got  %q\nwant %q", got, c.text)
			}
		})
	}
}

func TestTextIsNormalised(t *testing.T) {
	it := one(t, "a.txt", "\uFEFFFirst line.\r\nSecond: Залізничнии\u0306.\rThird.", Options{})
	if want := "First line.\nSecond: Залізничний.\nThird."; it.Report.Text != want {
		t.Errorf("got %q, want %q", it.Report.Text, want)
	}
	if it.Row != 1 || it.Report.SHA256 == ([32]byte{}) || it.Report.ID == "" {
		t.Errorf("got %+v", it)
	}
}

func TestRefused(t *testing.T) {
	geo := `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{}}]}`
	table := "event_id,event_date,country,notes\n1,2024-01-01,Syria,\"One, two\"\n2,2024-01-02,Syria,Three\n"
	for _, c := range []struct{ name, file, in, want string }{
		{"empty", "a.txt", "", "is empty"},
		{"blanks", "a.txt", " \n\t", "is empty"},
		{"only a mark", "a.txt", "\uFEFF", "is empty"},
		{"blanks beyond the first look", "a.txt", strings.Repeat(" ", 3*peekSize), "is empty"},
		{"binary", "a.bin", "\x7fELF\x02\x01\x01\x00\x00\x03\x00\x3e" + strings.Repeat("\x00\x81\xff", 50), "binary"},
		{"binary without zeros", "a.bin", strings.Repeat("\x01\x02\x03\xff\xfea", 50), "binary"},
		{"noise", "a.txt", noise(), "not recognised"},
		{"PDF", "a.pdf", "%PDF-1.7\n", "PDF"},
		{"XLSX", "a.xlsx", "PK\x03\x04\x14\x00", "ZIP"},
		{"picture", "a.jpg", "\xff\xd8\xff\xe0\x00\x10JFIF", "picture"},
		{"database", "a.gpkg", "SQLite format 3\x00", "database"},
		{"50 MB", "a.txt", strings.Repeat("It was a long night. ", 50<<20/21), "longer than 16 MiB"},
		{"CSV", "a.csv", table, "table with 4 columns (event_id, event_date, country, notes)"},
		{"TSV", "a.txt", strings.ReplaceAll(table, ",", "\t"), "table with 4 columns"},
		{"semicolons, Windows line ends", "a.txt", "id;дата;країна\r\n1;2024-01-01;Сирія\r\n", "table with 3 columns"},
		{"GeoJSON", "a.geojson", geo, "GeoJSON"},
		{"GeoJSON over lines", "a.json", strings.ReplaceAll(geo, ",", ",\n"), "GeoJSON"},
		{"JSON over lines", "a.json", "{\n\"text\": \"x\"\n}", "several lines"},
		{"JSON list", "a.json", `[{"text":"x"}]`, "JSON list"},
		{"KML", "a.kml", `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"></kml>`, "KML"},
		{"GPX", "a.gpx", `<?xml version="1.0"?><gpx></gpx>`, "GPX"},
		{"damaged feed", "a.xml", `<?xml version="1.0"?><rss version="2.0"><channel><item>`, "not a feed"},
		{"other XML", "a.xml", `<?xml version="1.0"?><x/>`, "XML"},
		{"page without an article", "a.html", `<html><body><ul>` + strings.Repeat(`<li><a href="/x">Another page about something</a></li>`, 40) + `</ul></body></html>`, "no article"},
		{"empty page", "a.html", `<!doctype html><html><head><title>x</title></head><body></body></html>`, "no article"},
	} {
		t.Run(c.name, func(t *testing.T) {
			items, _, err := read(t, c.file, c.in, Options{})
			if !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.file) || items != nil {
				t.Fatalf("got %d reports, %v; want ErrRefused with %q", len(items), err, c.want)
			}
			if strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "; ") {
				t.Errorf("%q is not one line with a hint", err)
			}
		})
	}
}

func TestFormatIsBelieved(t *testing.T) {
	const table = "a,b,c\n1,2,3\n4,5,6\n"
	if it := one(t, "a.csv", table, Options{Format: Text}); it.Report.Text != table {
		t.Errorf("got %q", it.Report.Text)
	}
	if _, _, err := read(t, "a.txt", "\x00\x01\x02", Options{Format: Text}); !errors.Is(err, ErrRefused) {
		t.Errorf("binary as text: got %v", err)
	}
	if _, _, err := read(t, "a.txt", "x", Options{Format: "kml"}); !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), `"kml"`) {
		t.Errorf("unknown format: got %v", err)
	}
}

func TestProseIsNoTable(t *testing.T) {
	for name, text := range map[string]string{
		"one line":           "Monday, Tuesday, Wednesday",
		"commas":             "On Monday, in the north, a bridge was closed.\nOn Tuesday, in the south, a road was opened.\n",
		"lists":              "Closed today:\n- the bridge, the road, the ferry\n- the school, the mill, the pier\n",
		"short with a title": "Bridge closed\n\nThe bridge, the road, and the ferry are closed.\n",
		"semicolons":         "It rained; it snowed; it hailed.\nThe sun came; the snow went; spring began.\n",
	} {
		t.Run(name, func(t *testing.T) {
			if it := one(t, "a.txt", text, Options{}); it.Report.Text != text {
				t.Errorf("got %q", it.Report.Text)
			}
		})
	}
}

const pageHead = `<!doctype html><html lang="en-GB"><head><title>Bridge closed - Example News</title>
<meta property="og:site_name" content="Example News"><meta property="og:title" content="Bridge closed">
<meta property="article:published_time" content="2024-12-16T22:00:00+02:00"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav><script>var x = "do not read me";</script>`

const article = `<article><h1>Bridge closed</h1><p>The bridge over the <b>river</b> near Testdorf was closed on Saturday after a lorry hit it, the police said on Monday.</p>
<p>Nobody was hurt.<br>Two cars were damaged, and the road to Kleinstadt stays closed until the end of the week, a spokeswoman added.</p>
<ul><li>The ferry runs every hour, day and night, as long as the wind allows it.</li><li>Buses go by way of Neustadt.</li></ul></article>`

func TestHTML(t *testing.T) {
	page := pageHead + article + `<footer>Copyright</footer></body></html>`
	r := one(t, "page.html", page, Options{}).Report
	if r.Title != "Bridge closed" || r.Outlet != "Example News" || r.Lang != "en" {
		t.Errorf("got title %q, outlet %q, lang %q", r.Title, r.Outlet, r.Lang)
	}
	if got := r.Published.Format(time.RFC3339); got != "2024-12-16T22:00:00+02:00" {
		t.Errorf("published: got %s", got)
	}
	want := "The bridge over the river near Testdorf was closed on Saturday after a lorry hit it, the police said on Monday.\n\n" +
		"Nobody was hurt.\nTwo cars were damaged, and the road to Kleinstadt stays closed until the end of the week, a spokeswoman added.\n\n" +
		"The ferry runs every hour, day and night, as long as the wind allows it.\nBuses go by way of Neustadt.\n"
	if r.Text != want {
		t.Errorf("text: got  %q\nwant %q", r.Text, want)
	}
	mine := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	r = one(t, "page", page, Options{Published: mine, Outlet: "Mine", URL: "https://example.org/1"}).Report
	if !r.Published.Equal(mine) || r.Outlet != "Mine" || r.URL != "https://example.org/1" {
		t.Errorf("options do not win: got %v, %q, %q", r.Published, r.Outlet, r.URL)
	}
}

func TestHTMLCharsets(t *testing.T) {
	body := `<html><head>%META%<title>Пожар</title></head><body><article><p>` + strings.Repeat(strings.ReplaceAll(russian, "\n", "</p><p>"), 3) + `</p></article></body></html>`
	for name, meta := range map[string]string{
		"named":        `<meta charset="windows-1251">`,
		"named of old": `<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">`,
		"not named":    ``,
		"named wrong":  `<meta charset="utf-8">`,
	} {
		t.Run(name, func(t *testing.T) {
			raw, err := charmap.Windows1251.NewEncoder().String(strings.Replace(body, "%META%", meta, 1))
			if err != nil {
				t.Fatal(err)
			}
			if r := one(t, "a.html", raw, Options{}).Report; !strings.Contains(r.Text, "сгорел склад") || r.Title != "Пожар" {
				t.Errorf("got %q, %q", r.Title, r.Text)
			}
		})
	}
}

func TestJSONL(t *testing.T) {
	in := "\uFEFF" + `{"doc":"a","text":"One\r\ntwo","published":"2024-12-16T22:00:00+02:00","outlet":"O","lang":"en","hints":["RU/Kursk"],"url":"u","title":"t"}` + "\n\n" +
		`{"text":"Three","published":"2024-12-16"}` + "\n" + `{"text":"Four"}`
	items, rejected, err := read(t, "a.jsonl", in, Options{Hints: []string{"UA"}, Retrieved: time.Unix(5, 0)})
	if err != nil || len(rejected) != 0 || len(items) != 3 {
		t.Fatalf("got %v, %v, %v", items, rejected, err)
	}
	a := items[0]
	if a.Row != 1 || a.Doc != "a" || a.Report.Text != "One\r\ntwo" || a.Report.Outlet != "O" || a.Report.Lang != "en" || a.Report.URL != "u" || a.Report.Title != "t" {
		t.Errorf("got %+v", a)
	}
	if !reflect.DeepEqual(a.Hints, []string{"RU/Kursk", "UA"}) || a.Report.Published.Format(time.RFC3339) != "2024-12-16T22:00:00+02:00" {
		t.Errorf("got hints %v, published %v", a.Hints, a.Report.Published)
	}
	if b := items[1]; b.Row != 3 || !b.Report.Published.Equal(time.Date(2024, 12, 16, 0, 0, 0, 0, time.UTC)) || !b.Report.Retrieved.Equal(time.Unix(5, 0)) {
		t.Errorf("got %+v", b)
	}
	if !items[2].Report.Published.IsZero() {
		t.Errorf("got %v, want an unknown time", items[2].Report.Published)
	}
}

func TestJSONLBadLines(t *testing.T) {
	for _, c := range []struct{ line, field, reason string }{
		{`{"text":`, "", "not a JSON object"},
		{`["text"]`, "", "not a JSON object"},
		{`null`, "", "not a JSON object"},
		{`{"doc":"a"}`, "text", "no text"},
		{`{"text":" "}`, "text", "no text"},
		{`{"text":5}`, "text", "not a string"},
		{`{"text":"x","published":"yesterday"}`, "published", "not a time"},
		{`{"text":"x","published":"2024-12-16T22:00:00"}`, "published", "no zone"},
		{`{"text":"x","hints":"RU"}`, "hints", "not a list"},
		{"{\"text\":\"\xff\"}", "", "not UTF-8"},
	} {
		t.Run(c.line, func(t *testing.T) {
			items, rejected, err := read(t, "a.jsonl", `{"text":"good"}`+"\n"+c.line+"\n"+`{"text":"also good"}`, Options{})
			if err != nil || len(items) != 2 || len(rejected) != 1 {
				t.Fatalf("got %d reports, %v, %v; want two and one rejected", len(items), rejected, err)
			}
			if r := rejected[0]; r.Row != 2 || r.Field != c.field || !strings.Contains(r.Reason, c.reason) {
				t.Errorf("got %+v, want row 2, field %q, %q", r, c.field, c.reason)
			}
		})
	}
}

func TestJSONLLongLine(t *testing.T) {
	in := io.MultiReader(strings.NewReader(`{"text":"good"}`+"\n"+`{"text":"`), strings.NewReader(strings.Repeat("x", MaxBytes)), strings.NewReader("\"}\n"+`{"text":"also good"}`))
	items, rejected, err := Read(t.Context(), "a.jsonl", in, Options{})
	if err != nil || len(items) != 2 || len(rejected) != 1 || rejected[0].Row != 2 || items[1].Row != 3 {
		t.Errorf("got %d reports, %v, %v", len(items), rejected, err)
	}
}

func TestID(t *testing.T) {
	base := event.Report{Text: "a", Outlet: "b", URL: "c", Published: time.Date(2024, 1, 1, 2, 0, 0, 0, time.FixedZone("", 7200))}
	same := base
	same.Published, same.Retrieved, same.Title = base.Published.UTC(), time.Now(), "title"
	if ID(base) != ID(same) {
		t.Error("the same report has two IDs")
	}
	seen := map[event.ReportID]bool{ID(base): true}
	for _, change := range []func(*event.Report){
		func(r *event.Report) { r.Text = "x" },
		func(r *event.Report) { r.Outlet = "" },
		func(r *event.Report) { r.URL = "" },
		func(r *event.Report) { r.Outlet, r.URL = "bc", "" },
		func(r *event.Report) { r.Published = time.Time{} },
	} {
		r := base
		change(&r)
		if seen[ID(r)] {
			t.Errorf("%+v has the ID of another report", r)
		}
		seen[ID(r)] = true
	}
}

func TestParseTime(t *testing.T) {
	for in, want := range map[string]string{
		"2024-12-16T22:00:00Z":   "2024-12-16T22:00:00Z",
		"2024-12-16T22:00+02:00": "2024-12-16T22:00:00+02:00",
		" 2024-12-16 ":           "2024-12-16T00:00:00Z",
		"2024-12-16T22:00:00.5Z": "2024-12-16T22:00:00Z",
	} {
		if got, err := ParseTime(in); err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("%q: got %v, %v, want %s", in, got, err, want)
		}
	}
	for _, in := range []string{"", "monday", "2024-13-01", "2024-02-30", "16.12.2024", "2024-12-16T22:00:00", "0000-01-01"} {
		if got, err := ParseTime(in); err == nil {
			t.Errorf("%q: got %v, want an error", in, got)
		}
	}
}

func TestReadErrors(t *testing.T) {
	broken := errors.New("broken pipe")
	if _, _, err := Read(t.Context(), "a", io.MultiReader(strings.NewReader("Text."), failing{broken}), Options{}); !errors.Is(err, broken) || errors.Is(err, ErrRefused) {
		t.Errorf("got %v, want the reader's error", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Read(ctx, "a", strings.NewReader("Text."), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

// noise gives bytes that no encoding makes words of.
func noise() string {
	rnd := rand.New(rand.NewPCG(1, 2))
	out := make([]byte, 600)
	for i := range out {
		out[i] = byte(0x80 + rnd.IntN(0x80))
	}
	return string(out)
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func FuzzRead(f *testing.F) {
	raw, _ := charmap.Windows1251.NewEncoder().String(russian)
	for _, s := range []string{russian, raw, pageHead + article, `{"text":"x","published":"2024-01-01","hints":["UA"]}` + "\n{", "a,b,c\n1,2,3\n", "\xff\xfea\x00b\x00", `{"type":"Feature"}`} {
		f.Add(s, "auto")
		f.Add(s, "html")
	}
	f.Fuzz(func(t *testing.T, in, format string) {
		items, _, err := Read(t.Context(), "in", strings.NewReader(in), Options{Format: Format(format)})
		if err != nil && !errors.Is(err, ErrRefused) {
			t.Errorf("got %v, want ErrRefused", err)
		}
		for _, it := range items {
			if strings.TrimSpace(it.Report.Text) == "" || it.Report.ID == "" {
				t.Errorf("got an empty report %+v", it)
			}
		}
	})
}

// TestSharedReports reads the real files beside the project, where they are there.
func TestSharedReports(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the folder ../shared is not there")
	}
	f, err := os.Open(filepath.Join(root, "reports", "kursk-2024-12-16.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	items, rejected, err := Read(t.Context(), "kursk.txt", f, Options{})
	if err != nil || len(items) != 1 || len(rejected) != 0 {
		t.Errorf("report: got %d, %v, %v", len(items), rejected, err)
	}
	for _, name := range []string{"ged_sample_231.csv", "viina_strikes_2024.csv"} {
		f, err := os.Open(filepath.Join(root, "events", name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, _, err := Read(t.Context(), name, f, Options{}); !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "table") {
			t.Errorf("%s: got %v, want it refused as a table", name, err)
		}
	}
}

func BenchmarkText(b *testing.B) {
	for name, enc := range map[string]encoding.Encoding{"utf8": encoding.Nop, "windows1251": charmap.Windows1251} {
		raw, err := enc.NewEncoder().String(strings.Repeat(russian+"\n", 20))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			for b.Loop() {
				if _, _, err := Read(b.Context(), "a.txt", strings.NewReader(raw), Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkHTML(b *testing.B) {
	page := pageHead + article
	for b.Loop() {
		if _, _, err := Read(b.Context(), "a.html", strings.NewReader(page), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
