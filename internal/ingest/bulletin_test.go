package ingest

import (
	"strings"
	"testing"
	"time"
)

const item = "The bridge over the river near Testdorf was closed on Saturday after a lorry hit it, the police said on Monday. Nobody was hurt, a spokeswoman added; the ferry runs every hour."

func texts(items []Item) []string {
	var out []string
	for _, it := range items {
		out = append(out, it.Report.Text)
	}
	return out
}

func TestBulletinHead(t *testing.T) {
	for name, c := range map[string]struct{ in, title, outlet, published string }{
		"English":   {"Source: Press office\nDate: Mon, 16 Dec 2024 22:00 +0200\nTitle: A bridge\n\n" + item, "A bridge", "Press office", "2024-12-16T22:00:00+02:00"},
		"Ukrainian": {"Джерело: Пресслужба\nДата: 16.12.2024 22:00 +0200\nТема: Міст\n\n" + item, "Міст", "Пресслужба", "2024-12-16T22:00:00+02:00"},
		"Russian":   {"Источник: Прессслужба\nДата: 16.12.2024\n\n" + item, "", "Прессслужба", "2024-12-16T00:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			it := one(t, "a.txt", c.in, Options{})
			r := it.Report
			if r.Text != item || r.Title != c.title || r.Outlet != c.outlet || r.Published.Format(time.RFC3339) != c.published {
				t.Errorf("got %q, %q, %q, %v", r.Text, r.Title, r.Outlet, r.Published)
			}
			if (len(it.Notes) > 0) != (name == "Russian") {
				t.Errorf("notes: got %q", it.Notes)
			}
		})
	}
}

func TestBulletinIsCut(t *testing.T) {
	for name, c := range map[string]struct {
		in    string
		want  []string
		title string // of the second
	}{
		"headed parts":   {"Title: One\nDate: 2024-12-16T20:00:00Z\n\n" + item + "\n\n***\n\nTitle: Two\nDate: 2024-12-17T20:00:00Z\n\n" + item + "\n", []string{item, item}, "Two"},
		"head by itself": {"Source: Press office\nDate: 2024-12-16T20:00:00Z\n***\nTitle: One\nURL: https://example.org/1\n\n" + item + "\n***\nTitle: Two\nURL: https://example.org/2\n\n" + item + "\n", []string{item, item}, "Two"},
		"datelines":      {"KYIV, Dec. 16 (Agency) — " + item + "\n* * *\nLVIV (Agency) — " + item + "\n", []string{"KYIV, Dec. 16 (Agency) — " + item, "LVIV (Agency) — " + item}, ""},
		"Cyrillic":       {"КИЇВ, 16 грудня — " + item + "\n=====\nЛЬВІВ, 16 грудня — " + item + "\n", []string{"КИЇВ, 16 грудня — " + item, "ЛЬВІВ, 16 грудня — " + item}, ""},
		"clock":          {"14:30 " + item + "\n———\n15:10 " + item + "\n———\n16.12.2024 16:00\n" + item, []string{"14:30 " + item, "15:10 " + item, "16.12.2024 16:00\n" + item}, ""},
		"numbered":       {"Daily bulletin\n\n1. " + item + "\n\n2. " + item + "\n\nMore of two.\n\n3) " + item + "\n", []string{item, item + "\n\nMore of two.", item}, "Daily bulletin"},
	} {
		t.Run(name, func(t *testing.T) {
			items, rejected, err := read(t, "a.txt", c.in, Options{})
			if err != nil || len(rejected) != 0 || len(items) != len(c.want) {
				t.Fatalf("got %q, %v, %v", texts(items), rejected, err)
			}
			for i, it := range items {
				if strings.TrimSpace(it.Report.Text) != c.want[i] || it.Row != i+1 {
					t.Errorf("%d: got %q, row %d, want %q", i, it.Report.Text, it.Row, c.want[i])
				}
			}
			if items[1].Report.Title != c.title || !strings.Contains(strings.Join(items[0].Notes, " "), "cut into") {
				t.Errorf("got title %q, notes %q", items[1].Report.Title, items[0].Notes)
			}
		})
	}
}

func TestBulletinStaysWhole(t *testing.T) {
	for name, c := range map[string]struct{ in, note string }{
		"stars in an article": {item + "\n\n***\n\n" + item + "\n", "kept as one"},
		"only one headed":     {"Date: 2024-12-16\nTitle: x\n\n" + item + "\n***\n" + item + "\n", "kept as one"},
		"nothing but a head":  {"Date: 2024-12-16T20:00:00Z\nTitle: One\n", ""},
		"two items":           {"1. " + item + "\n\n2. " + item + "\n", ""},
		"short items":         {"To do:\n\n1. One.\n\n2. Two.\n\n3. Three.\n", ""},
		"numbers with a gap":  {"1. " + item + "\n\n2. " + item + "\n\n4. " + item + "\n", ""},
		"too many":            {strings.Repeat("14:30 "+item+"\n***\n", maxReports+1), "kept as one"},
		"prose before":        {item + "\n\n1. " + item + "\n\n2. " + item + "\n\n3. " + item + "\n", ""},
		"unreadable date":     {"Date: unknown\nTitle: x\n\n" + item + "\n", ""},
		"a field of another":  {"Note: x\nDate: 2024-12-16\n\n" + item + "\n", ""},
		"quoted speech":       {"Title: none\n" + item + "\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			it := one(t, "a.txt", c.in, Options{})
			if name != "only one headed" && it.Report.Text != c.in {
				t.Errorf("got %q", it.Report.Text)
			}
			if got := strings.Join(it.Notes, " "); !strings.Contains(got, c.note) {
				t.Errorf("notes: got %q, want %q", got, c.note)
			}
		})
	}
	in := "1. " + item + "\n\n2. " + item + "\n\n3. " + item + "\n"
	if it := one(t, "a.txt", in, Options{Format: Text}); it.Report.Text != in {
		t.Errorf("--format text: got %q", it.Report.Text)
	}
}

func FuzzBulletin(f *testing.F) {
	for _, s := range []string{"Title: One\nDate: 2024-12-16\n\n" + item + "\n***\n14:30 x", "1. " + item + "\n\n2. " + item + "\n\n3. " + item, "***\n***\n", "КИЇВ, 16 грудня — x\n---\nA (b) - c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		parts, _ := bulletin(normalise(strings.ToValidUTF8(in, "?")))
		if len(parts) == 0 {
			t.Error("no part")
		}
		for _, p := range parts {
			if strings.TrimSpace(p.text) == "" && strings.TrimSpace(in) != "" && len(parts) > 1 {
				t.Errorf("an empty part of %q", in)
			}
		}
	})
}
