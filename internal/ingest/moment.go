package ingest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"sitmap/internal/regex"
)

// moment is a time of publication as a page, a mail or a feed states it.
type moment struct {
	time time.Time
	note string // what had to be assumed to read it; "" nothing
}

// zoned reports whether the words gave the hour and the zone.
func (m moment) zoned() bool { return m.note == "" }

// Layouts of what is found in pages, mails and feeds, after tidying. An order of
// day and month that differs between countries (03/04/2024) is not among them.
var (
	zonedLayouts = []string{ //nolint:gochecknoglobals // table, never written
		time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07", "2006-01-02T15:04Z07:00", "2006-01-02T15:04Z0700",
		"2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04 -0700", "2 Jan 06 15:04:05 -0700", "2 Jan 06 15:04 -0700",
		"2 January 2006 15:04:05 -0700", "2 January 2006 15:04 -0700", "Jan 2 2006 15:04:05 -0700", "Jan 2 2006 15:04 -0700", "January 2 2006 15:04 -0700", "January 2 2006 15:04:05 -0700",
		"2 Jan 15:04:05 2006 -0700", "Jan 2 15:04:05 2006 -0700", "Jan 2 15:04:05 -0700 2006",
		"02.01.2006 15:04 -0700", "02.01.2006 15:04:05 -0700",
	}
	localLayouts = []string{ //nolint:gochecknoglobals // table, never written
		"2006-01-02T15:04:05", "2006-01-02T15:04", "2 Jan 06 15:04:05", "2 Jan 06 15:04", "2 Jan 2006 15:04:05", "2 Jan 2006 15:04", "2 January 2006 15:04:05", "2 January 2006 15:04",
		"Jan 2 2006 15:04:05", "Jan 2 2006 15:04", "January 2 2006 15:04:05", "January 2 2006 15:04", "Jan 2 15:04:05 2006",
		"02.01.2006 15:04:05", "02.01.2006 15:04",
	}
	dayLayouts = []string{time.DateOnly, "2006/01/02", "20060102", "2 Jan 2006", "2 January 2006", "Jan 2 2006", "January 2 2006", "02.01.2006"} //nolint:gochecknoglobals // table, never written
)

// zoneHours are the names of zones that mean one offset: those of RFC 5322, section
// 4.3, and the central and eastern European ones and Moscow's of the tz database.
// Others (IST, BST, AST) mean different zones to different people.
var zoneHours = map[string]int{ //nolint:gochecknoglobals // table, never written
	"UT": 0, "GMT": 0, "UTC": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
	"CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
}

//nolint:gochecknoglobals // compiled patterns, never written
var (
	comment   = regex.New(`\s*\([^()]{0,60}\)\s*$`)
	weekday   = regex.New(`^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+|\p{L}{2,12}\.?,\s*)`)
	zoneName  = regex.New(`^(.*\d(?::\d\d)?)\s*([A-Za-z]{1,5})$`)
	utcOffset = regex.New(`(?:UTC|GMT)([+-]\d)`)
	spacedISO = regex.New(`^(\d{4}-\d\d-\d\d)[T\s]+(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(.*)$`)
	blanks    = regex.New(`\s+`)
)

// longestMoment bounds what is looked at.
const longestMoment = 100

// parseMoment reads a time of publication. What the words leave open is assumed and
// noted: the zone is then UTC, the hour midnight.
func parseMoment(s string) (moment, bool) {
	s = strings.TrimSpace(blanks.ReplaceAllString(s, " "))
	if s == "" || len(s) > longestMoment {
		return moment{}, false
	}
	stated := s
	s = tidy(s)
	if t, ok := parseAny(s, zonedLayouts); ok {
		return moment{time: t}, credible(t)
	}
	if m := zoneName.FindStringSubmatch(s); m != nil && !strings.EqualFold(m[2], "t") {
		name := strings.ToUpper(m[2])
		if t, ok := parseAny(m[1], localLayouts); ok {
			if h, known := zoneHours[name]; known {
				zone := time.UTC
				if h != 0 {
					zone = time.FixedZone("", h*3600)
				}
				return moment{time: time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, zone)}, credible(t)
			}
			return moment{t, fmt.Sprintf("the zone of the time of publication, %q, can mean several; UTC was assumed", stated)}, credible(t)
		}
	}
	if t, ok := parseAny(s, localLayouts); ok {
		return moment{t, fmt.Sprintf("the time of publication, %q, has no zone; UTC was assumed", stated)}, credible(t)
	}
	if t, ok := parseAny(s, dayLayouts); ok {
		return moment{t, fmt.Sprintf("the time of publication, %q, is only a day; midnight UTC at its beginning was assumed", stated)}, credible(t)
	}
	return moment{}, false
}

// tidy takes off what does not matter: the weekday, a comment, commas, "at", and the ways to write a blank.
func tidy(s string) string {
	s = comment.ReplaceAllString(s, "")
	s = weekday.ReplaceAllString(s, "")
	s = utcOffset.ReplaceAllString(s, "$1")
	s = strings.NewReplacer(",", " ", " at ", " ", "Sept ", "Sep ").Replace(s)
	s = strings.TrimSpace(blanks.ReplaceAllString(s, " "))
	if m := spacedISO.FindStringSubmatch(s); m != nil {
		s = m[1] + "T" + m[2] + m[3]
	}
	return s
}

func parseAny(s string, layouts []string) (time.Time, bool) {
	for _, l := range layouts {
		if t, err := time.Parse(l, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// credible keeps out the beginnings of clocks that content systems write for "unknown" (1970-01-01).
func credible(t time.Time) bool {
	const web = 1990 // the year before the first page
	return t.Year() > web && t.Year() <= 9999
}

// future notes a time of publication that lies after the report was fetched.
func future(t, retrieved time.Time) string {
	if t.IsZero() || retrieved.IsZero() || t.Before(retrieved.Add(26*time.Hour)) { // a day, and the widest zones
		return ""
	}
	return "the time of publication, " + strconv.Quote(t.Format(time.RFC3339)) + ", lies in the future"
}
