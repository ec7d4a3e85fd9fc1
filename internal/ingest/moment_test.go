package ingest

import (
	"strings"
	"testing"
	"time"
)

func TestParseMoment(t *testing.T) {
	for in, want := range map[string]string{
		"2024-12-16T22:00:00+02:00":             "2024-12-16T22:00:00+02:00",
		"2024-12-16T22:00:00.123Z":              "2024-12-16T22:00:00Z",
		"2024-12-16T22:00:00+0200":              "2024-12-16T22:00:00+02:00",
		"2024-12-16T22:00+02:00":                "2024-12-16T22:00:00+02:00",
		"2024-12-16 22:00:00 +0200":             "2024-12-16T22:00:00+02:00",
		"2024-12-16 22:00:00 UTC":               "2024-12-16T22:00:00Z",
		"Mon, 16 Dec 2024 22:00:00 +0200":       "2024-12-16T22:00:00+02:00",
		"Mon, 16 Dec 2024 22:00:00 +0200 (EET)": "2024-12-16T22:00:00+02:00",
		"Mon, 16 Dec 2024 22:00:00 GMT":         "2024-12-16T22:00:00Z",
		"Mon, 16 Dec 2024 22:00:00 EST":         "2024-12-16T22:00:00-05:00",
		"16 Dec 24 22:00 MSK":                   "2024-12-16T22:00:00+03:00",
		"Monday, 16 December 2024 22:00 UTC+2":  "",
		"Mon, 16 Dec 2024 22:00:00 GMT+0200":    "2024-12-16T22:00:00+02:00",
		"December 16, 2024 at 22:00 CET":        "2024-12-16T22:00:00+01:00",
		"Mon Dec 16 22:00:00 +0200 2024":        "2024-12-16T22:00:00+02:00",
		"16.12.2024 22:00 +0200":                "2024-12-16T22:00:00+02:00",
		"2024-12-16T22:00:00":                   "2024-12-16T22:00:00Z no zone",
		"16.12.2024, 22:00":                     "2024-12-16T22:00:00Z no zone",
		"Dec 16, 2024 22:00":                    "2024-12-16T22:00:00Z no zone",
		"Mon, 16 Dec 2024 22:00:00 IST":         "2024-12-16T22:00:00Z several",
		"2024-12-16":                            "2024-12-16T00:00:00Z only a day",
		"16 December 2024":                      "2024-12-16T00:00:00Z only a day",
		"December 16, 2024":                     "2024-12-16T00:00:00Z only a day",
		"16.12.2024":                            "2024-12-16T00:00:00Z only a day",
		"12/16/2024":                            "",
		"16/12/2024 22:00":                      "",
		"2024-02-30":                            "",
		"yesterday":                             "",
		"1734379200":                            "",
		"1970-01-01T00:00:00Z":                  "",
		"0000-00-00":                            "",
		"":                                      "",
		strings.Repeat("2024", 100):             "",
	} {
		m, ok := parseMoment(in)
		day, note, _ := strings.Cut(want, " ")
		switch {
		case !ok && want == "":
		case ok != (want != ""), m.time.Format(time.RFC3339) != day, !strings.Contains(m.note, note), m.zoned() != (note == ""):
			t.Errorf("%q: got %v, %q, %v; want %q", in, m.time.Format(time.RFC3339), m.note, ok, want)
		}
	}
}

func FuzzParseMoment(f *testing.F) {
	for _, s := range []string{"2024-12-16T22:00:00+02:00", "Mon, 16 Dec 2024 22:00:00 EST", "16.12.2024", "(", "GMT+02"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if m, ok := parseMoment(s); ok && (m.time.Year() < 1991 || m.time.Year() > 9999) {
			t.Errorf("%q: got %v", s, m.time)
		}
	})
}
