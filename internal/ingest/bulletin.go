package ingest

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"sitmap/internal/event"
	"sitmap/internal/regex"
)

// bulletinFields are the header-like lines at the head of a bulletin or of one of its
// parts, in the three languages: what each is for.
var bulletinFields = map[string]string{ //nolint:gochecknoglobals // table, never written
	"from": "outlet", "source": "outlet", "outlet": "outlet", "від": "outlet", "джерело": "outlet", "от": "outlet", "источник": "outlet",
	"date": "published", "published": "published", "sent": "published", "дата": "published", "опубліковано": "published", "опубликовано": "published",
	"subject": "title", "title": "title", "headline": "title", "тема": "title", "заголовок": "title",
	"url": "url", "link": "url", "посилання": "url", "ссылка": "url",
}

//nolint:gochecknoglobals // compiled patterns, never written
var (
	fieldLine = regex.New(`^(\p{L}{2,14}):[ \t]+(\S.*)$`)
	ruleLine  = regex.New(`^[ \t]*(?:(?:\*[ \t]*){3,}|(?:[-_=#~][ \t]*){3,}|[—–]{2,})[ \t]*$`)
	itemLine  = regex.New(`^(?:№[ \t]*)?(\d{1,4})[.)][ \t]+\S`)
	// A dateline: a place in capitals, perhaps a day, perhaps an agency in brackets, a dash.
	datelineLine = regex.New(`^\p{Lu}[\p{Lu} '’.-]{2,40}(?:,[^—–\n]{1,40}|[ \t]+\([^)\n]{2,40}\)){1,2}[ \t]*[—–-]{1,2}[ \t]`)
	stampLine    = regex.New(`^(?:\d{1,2}\.\d{1,2}\.\d{4},?[ \t]+)?\d{1,2}:\d{2}(?:[ \t]|$)`)
)

// maxReports is the most reports that a bulletin is cut into; one with more is no bulletin.
const maxReports = 500

// part is a piece of a bulletin.
type part struct {
	text   string
	fields map[string]string
}

// bulletin reads a plain text that may hold several reports. It is cut only where the
// form leaves no doubt:
//   - lines of stars, dashes or equals signs between parts that all begin with
//     header-like lines ("Date: …", "Тема: …"), a dateline or a clock time;
//   - items numbered from 1 without a gap, three or more, each after an empty line and
//     as long as a report, with nothing but a headline or header-like lines before them.
//
// Else it is one report, and a note says so where it has such lines.
func bulletin(text string) (parts []part, notes []string) {
	head := part{text: text, fields: map[string]string{}}
	ruled := atRules(text)
	if len(ruled) > 2 && ruled[0].text == "" { // a head of the bulletin's own
		head, ruled = ruled[0], ruled[1:]
	}
	if len(ruled) > 1 && !allBegin(ruled) {
		head = cutFields(text)
		ruled = atRules(head.text)
	}
	switch {
	case len(ruled) > 1 && allBegin(ruled):
		return inherit(head, ruled), []string{fmt.Sprintf("the text is a bulletin; it is cut into %d reports at the lines between them", len(ruled))}
	case len(ruled) > 1:
		notes = append(notes, fmt.Sprintf("the text has %d parts with lines between them; nothing shows that they are reports of their own, so it is kept as one", len(ruled)))
	}
	if head = cutFields(text); head.text == "" {
		return []part{{text: text, fields: map[string]string{}}}, notes
	}
	if items, title := numbered(head.text); items != nil {
		if head.fields["title"] == "" && title != "" {
			head.fields["title"] = title
		}
		return inherit(head, items), []string{fmt.Sprintf("the text is a bulletin of numbered items; it is cut into %d reports", len(items))}
	}
	return []part{head}, notes
}

// cutFields takes header-like lines off the head of a text: two or more different ones, or one
// for the time, before an empty line. Lines of any other kind leave the text whole.
func cutFields(text string) part {
	whole := part{text: text, fields: map[string]string{}}
	fields := map[string]string{}
	rest := strings.TrimLeft(text, "\n")
	for {
		line, after, _ := strings.Cut(rest, "\n")
		if strings.TrimSpace(line) == "" {
			rest = after
			break
		}
		m := fieldLine.FindStringSubmatch(line)
		if m == nil {
			return whole
		}
		use, ok := bulletinFields[strings.ToLower(m[1])]
		if _, twice := fields[use]; !ok || twice {
			return whole
		}
		fields[use] = strings.TrimSpace(m[2])
		rest = after
	}
	if len(fields) < 2 && fields["published"] == "" {
		return whole
	}
	if s := fields["published"]; s != "" {
		if _, ok := parseMoment(s); !ok {
			return whole // "Date: unknown" is no header that can be used, and must not be lost
		}
	}
	if strings.TrimSpace(rest) == "" {
		rest = "" // nothing but a head
	}
	return part{text: rest, fields: fields}
}

// atRules gives the pieces between lines that are nothing but stars, dashes or the like.
func atRules(text string) []part {
	var out []part
	var piece strings.Builder
	flush := func() {
		if strings.TrimSpace(piece.String()) != "" {
			out = append(out, cutFields(strings.Trim(piece.String(), "\n")+"\n"))
		}
		piece.Reset()
	}
	for line := range strings.SplitAfterSeq(text, "\n") {
		if ruleLine.MatchString(strings.TrimRight(line, "\n")) {
			flush()
			continue
		}
		piece.WriteString(line)
	}
	flush()
	return out
}

// allBegin reports whether every piece shows by its beginning that it is a report.
func allBegin(pieces []part) bool {
	if len(pieces) > maxReports {
		return false
	}
	for _, p := range pieces {
		line, _, _ := strings.Cut(strings.TrimSpace(p.text), "\n")
		if p.text == "" || len(p.fields) == 0 && !datelineLine.MatchString(line) && !stampLine.MatchString(line) {
			return false
		}
	}
	return true
}

// numbered gives the items of a numbered bulletin and the headline above them; nil if it is none.
func numbered(text string) (items []part, title string) {
	paragraphs := strings.Split(text, "\n\n")
	var current []string
	next := 1
	flush := func() bool {
		if next == 1 {
			title = strings.TrimSpace(strings.Join(current, " "))
			const longest = 120
			return utf8.RuneCountInString(title) <= longest && !strings.Contains(title, "\n")
		}
		body := strings.TrimSpace(strings.Join(current, "\n\n"))
		items = append(items, part{text: body + "\n", fields: map[string]string{}})
		return utf8.RuneCountInString(body) >= leastArticle
	}
	for _, p := range paragraphs {
		p = strings.Trim(p, "\n")
		if m := itemLine.FindStringSubmatch(p); m != nil {
			if n, _ := strconv.Atoi(m[1]); n == next {
				if !flush() {
					return nil, ""
				}
				next++
				current = []string{strings.TrimSpace(p[strings.IndexAny(p, ".)")+1:])}
				continue
			}
			return nil, "" // a number out of order
		}
		if strings.TrimSpace(p) != "" {
			current = append(current, p)
		}
	}
	const least = 3
	if next <= least || next > maxReports || !flush() {
		return nil, ""
	}
	return items, title
}

// inherit gives each part what the bulletin's own head says and the part does not.
func inherit(head part, parts []part) []part {
	for _, p := range parts {
		for _, k := range []string{"outlet", "published", "title"} {
			if p.fields[k] == "" && head.fields[k] != "" {
				p.fields[k] = head.fields[k]
			}
		}
	}
	return parts
}

// report makes a report of a part, with notes on what was assumed.
func (p part) report() (event.Report, []string) {
	r := event.Report{Text: p.text, Title: oneLine(p.fields["title"]), Outlet: oneLine(p.fields["outlet"])}
	if u := p.fields["url"]; strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://") {
		r.URL = u
	}
	m, _ := parseMoment(p.fields["published"])
	r.Published = m.time
	return r, noteList(m.note)
}
