package edtf

import (
	"fmt"
	"testing"
)

func TestParse(t *testing.T) {
	for in, want := range map[string]string{ // first and last day; "-" where an end is open or unknown
		"2024":                      "2024-01-01 2024-12-31",
		"2024-02":                   "2024-02-01 2024-02-29",
		"2024-12-14":                "2024-12-14 2024-12-14",
		"2024-12-14T06:30:00Z":      "2024-12-14 2024-12-14",
		"2024-12-14T06:30:00+02:00": "2024-12-14 2024-12-14",
		"2024-12-14~":               "2024-12-14 2024-12-14",
		"2024-12?":                  "2024-12-01 2024-12-31",
		"2024%":                     "2024-01-01 2024-12-31",
		"202X":                      "2020-01-01 2029-12-31",
		"19XX":                      "1900-01-01 1999-12-31",
		"2024-XX":                   "2024-01-01 2024-12-31",
		"2024-12-XX":                "2024-12-01 2024-12-31",
		"2024-XX-XX":                "2024-01-01 2024-12-31",
		"2024-21":                   "2024-03-01 2024-05-31",
		"2023-24":                   "2023-12-01 2024-02-29",
		"2024-22?":                  "2024-06-01 2024-08-31",
		"2024-12-10/2024-12-14":     "2024-12-10 2024-12-14",
		"2024-11/2024-12":           "2024-11-01 2024-12-31",
		"2024-12-10?/2024-12~":      "2024-12-10 2024-12-31",
		"2024-12-10/..":             "2024-12-10 -",
		"../2024-12-10":             "- 2024-12-10",
		"2024-12-10/":               "2024-12-10 -",
		"/2024-12-10":               "- 2024-12-10",
		"Y170000":                   "170000-01-01 170000-12-31",
		"-0043":                     "-043-01-01 -043-12-31",
	} {
		v, err := Parse(in)
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if got := v.String(); got != in {
			t.Errorf("%s is written as %s", in, got)
		}
		from, to, a, b := v.Bounds()
		if got := show(from, a) + " " + show(to, b); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func show(d Day, ok bool) string {
	if !ok {
		return "-"
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

func TestParseRefuses(t *testing.T) {
	for _, in := range []string{
		"", "24", "20241214", "2024-1", "2024-13", "2024-20", "2024-25", "2024-12-00", "2024-12-32", "2023-02-29", "2024-21-01", "2024-XX-12", "20X4", "2XXX", "202X-12", "/", "../..", "..", "2024-12-14/2024-12-10",
		"2024/2025/2026", "[2024,2025]", "{2024}", "?2024", "2024-12-14T25:00:00Z", "2024-12T06:00:00Z", "+2024", "Y2024", "-0000", "2024-12-1X", "2024-12-14??", "١٢٣٤",
	} {
		if v, err := Parse(in); err == nil {
			t.Errorf("%q was read as %s", in, v)
		}
	}
}

func TestBetween(t *testing.T) {
	for _, c := range []struct {
		from, to Day
		q        Qualifier
		want     string
	}{
		{Day{2024, 12, 14}, Day{2024, 12, 14}, Sure, "2024-12-14"},
		{Day{2024, 12, 14}, Day{2024, 12, 15}, Sure, "2024-12-14/2024-12-15"},
		{Day{2024, 12, 1}, Day{2024, 12, 31}, Sure, "2024-12"},
		{Day{2024, 2, 1}, Day{2024, 2, 29}, Approximate, "2024-02~"},
		{Day{2024, 1, 1}, Day{2024, 12, 31}, Sure, "2024"},
		{Day{2024, 1, 1}, Day{2024, 6, 30}, Sure, "2024-01-01/2024-06-30"},
		{Day{2024, 12, 15}, Day{2024, 12, 17}, Uncertain, "2024-12-15?/2024-12-17?"},
		{Day{}, Day{2024, 12, 17}, Sure, "/2024-12-17"},
		{Day{2024, 12, 17}, Day{}, Sure, "2024-12-17/"},
	} {
		v := Between(c.from, c.to, c.q)
		if got := v.String(); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
		if _, err := Parse(v.String()); err != nil {
			t.Error(err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2024-12-14~", "19XX", "2024-21", "../2024", "Y-17000", "2024-12-14T06:30:00+02", "2024-XX-XX/2025%", "Y00000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := Parse(s)
		if err != nil {
			return
		}
		again, err := Parse(v.String())
		if err != nil || again != v || v.String() != s {
			t.Fatalf("%q: written as %q, read again as %+v (%v)", s, v, again, err)
		}
		from, to, a, b := v.Bounds()
		if a && b && to.before(from) {
			t.Fatalf("%q: ends before it begins", s)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse("2024-12-10?/2024-12-14~"); err != nil {
			b.Fatal(err)
		}
	}
}
