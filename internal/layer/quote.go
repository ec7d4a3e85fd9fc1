package layer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sitmap/internal/event"
)

// around is how many bytes of the report are shown on each side of a quote, about.
const around = 160

// text is a report's text, for looking up spans. Spans outside it give nothing:
// a damaged store must not stop the map.
type text struct {
	report event.ReportID
	s      string
}

func newText(r event.Report) text { return text{r.ID, r.Text} }

func (t text) holds(s event.Span) bool {
	return s.Start >= 0 && s.Start <= s.End && s.End <= len(t.s)
}

func (t text) words(s event.Span) string {
	if !t.holds(s) {
		return ""
	}
	return t.s[s.Start:s.End]
}

// points turns byte offsets into code points.
func (t text) points(s event.Span) (start, end int) {
	if !t.holds(s) {
		return 0, 0
	}
	start = utf8.RuneCountInString(t.s[:s.Start])
	return start, start + utf8.RuneCountInString(t.s[s.Start:s.End])
}

func (t text) quotes(evidence []event.Evidence) []Quote {
	out := []Quote{}
	for _, e := range evidence {
		if (e.Report != "" && e.Report != t.report) || !t.holds(e.Span) || e.Start == e.End {
			continue
		}
		start, end := t.points(e.Span)
		out = append(out, Quote{before(t.s[:e.Start]), t.s[e.Start:e.End], after(t.s[e.End:]), start, end})
	}
	return out
}

// before gives the end of s from a word's beginning on, in one paragraph.
func before(s string) string {
	if i := strings.LastIndex(s, "\n\n"); i >= 0 {
		s = s[i+2:]
	}
	if len(s) <= around {
		return s
	}
	s = s[len(s)-around:]
	for i, r := range s {
		if unicode.IsSpace(r) {
			return s[i+utf8.RuneLen(r):]
		}
	}
	for len(s) > 0 && !utf8.RuneStart(s[0]) { // one long word: cut at a letter
		s = s[1:]
	}
	return s
}

// after gives the beginning of s up to a word's end, in one paragraph.
func after(s string) string {
	if i := strings.Index(s, "\n\n"); i >= 0 {
		s = s[:i]
	}
	if len(s) <= around {
		return s
	}
	s = s[:around]
	if i := strings.LastIndexFunc(s, unicode.IsSpace); i > 0 {
		return s[:i]
	}
	for len(s) > 0 {
		if r, n := utf8.DecodeLastRuneInString(s); r != utf8.RuneError || n > 1 {
			break
		}
		s = s[:len(s)-1]
	}
	return s
}
