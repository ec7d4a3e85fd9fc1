package xlsx

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"sitmap/geo/codec/xmlscan"
	"sitmap/internal/ingest/rows"
)

// cells makes a row of its element; some is false when it has no value.
func (r *Reader) cells(n *xmlscan.Node) (row rows.Row, some bool, err error) {
	row.Number = r.last + 1
	if v := n.Attr["r"]; v != "" {
		row.Number = count(v)
	}
	if row.Number <= r.last || row.Number > maxRows {
		return row, false, fmt.Errorf("%w: behind row %d comes row %.20q; a sheet has its rows in order, %d at most", ErrInvalid, r.last, n.Attr["r"], maxRows)
	}
	r.last = row.Number
	if yes(n.Attr["hidden"]) {
		if r.hiddenRows++; r.hiddenRows == 1 {
			r.firstGone = row.Number
		}
	}
	next, size := 0, 0
	for _, c := range n.Children {
		if c.Name != "c" {
			continue
		}
		i := next
		if ref := c.Attr["r"]; ref != "" {
			var ok bool
			if i, ok = column(strings.TrimRight(ref, "0123456789")); !ok {
				i = maxColumns
			}
		}
		if i >= maxColumns {
			row.Bad = append(row.Bad, rows.Problem{Field: "row", Reason: fmt.Sprintf("a cell at %.20q, which is no column that a sheet has", c.Attr["r"])})
			break
		}
		next = i + 1
		text, problem := r.book.value(c)
		if size += len(text); size > maxRowText {
			text, problem = "", fmt.Sprintf("the row's texts have more than %d MiB; left out", maxRowText>>20)
		}
		if problem != "" && len(row.Bad) < 100 {
			row.Bad = append(row.Bad, rows.Problem{Field: letters(i), Reason: problem})
		}
		if text == "" {
			some = some || problem != ""
			continue
		}
		for len(row.Values) <= i {
			row.Values = append(row.Values, "")
		}
		row.Values[i], some = text, true
	}
	if some {
		row.Bad = append(row.Bad, r.merges.at(row.Number)...)
		row.Raw = line(row.Values)
	}
	return row, some, nil
}

// line writes values with tabs between them, and blanks for the tabs and breaks within.
func line(values []string) string { return flat.Replace(strings.Join(marked(values), "\x1f")) }

var flat = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ", "\x1f", "\t") //nolint:gochecknoglobals // table, never written

// marked drops from the values what line needs for itself.
func marked(values []string) []string {
	for i, v := range values {
		if strings.Contains(v, "\x1f") {
			out := append([]string(nil), values...)
			for j := i; j < len(out); j++ {
				out[j] = strings.ReplaceAll(out[j], "\x1f", " ")
			}
			return out
		}
	}
	return values
}

// value gives a cell as text and what is wrong with it.
func (b *workbook) value(c *xmlscan.Node) (text, problem string) {
	v := c.Child("v")
	raw := c.Value("v")
	switch c.Attr["t"] {
	case "s":
		i, err := strconv.Atoi(raw)
		if err != nil || i < 0 || i >= len(b.shared) {
			if v == nil {
				return "", ""
			}
			return "", fmt.Sprintf("it points to the shared text %.20q, which is missing", raw)
		}
		text = b.shared[i]
	case "inlineStr":
		if is := c.Child("is"); is != nil {
			text = richText(is)
		}
	case "str":
		text = unescape(raw)
	case "b":
		text = strings.ToUpper(strconv.FormatBool(yes(raw)))
	case "e":
		return "", fmt.Sprintf("the cell holds the error %.20s", raw)
	case "d":
		text = raw
	default:
		if raw != "" {
			return b.number(raw, c.Attr["s"])
		}
	}
	if text == "" && raw == "" && c.Child("f") != nil && c.Attr["t"] != "str" {
		return "", "the formula has no stored value; open the file in a spreadsheet program and save it"
	}
	if len(text) > maxCell && utf8.RuneCountInString(text) > maxCell {
		return string([]rune(text)[:maxCell]), fmt.Sprintf("the text has more than %d characters; cut there", maxCell)
	}
	return text, ""
}

func (b *workbook) number(raw, style string) (text, problem string) {
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return fmt.Sprintf("%.100s", raw), fmt.Sprintf("%.40q is not a number that can be", raw)
	}
	if i := count(style); i >= 0 && i < len(b.formats) && b.formats[i].isDate() {
		if text, problem = b.formats[i].text(v, b.from1904); problem == "" {
			return text, ""
		}
	}
	return shortest(v), problem
}

// shortest writes a number with the 15 digits that Excel has, without the noise of binary fractions.
func shortest(v float64) string {
	w, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	if err != nil {
		w = v
	}
	if w == 0 {
		return "0"
	}
	if a := math.Abs(w); a >= 1e21 || a < 1e-9 {
		return strconv.FormatFloat(w, 'g', -1, 64)
	}
	return strconv.FormatFloat(w, 'f', -1, 64)
}

// format says which parts of a date a number format shows.
type format struct{ year, month, day, clock bool }

func (f format) isDate() bool { return f.year || f.month || f.day || f.clock }

// builtin are the formats that a file does not spell out (ECMA-376 part 1, 18.8.30).
func builtin(id int) format {
	switch {
	case id == 17: // mmm-yy
		return format{year: true, month: true}
	case id >= 14 && id <= 16 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 || id == 57 || id == 58:
		return format{year: true, month: true, day: true}
	case id >= 18 && id <= 21 || id >= 32 && id <= 35 || id == 45 || id == 47 || id == 55 || id == 56:
		return format{clock: true}
	case id == 22:
		return format{year: true, month: true, day: true, clock: true}
	}
	return format{}
}

// parseFormat reads the first section of a format code. Times that count on beyond a day
// ([h]:mm) are numbers, not moments.
func parseFormat(code string) format {
	var f format
	var bare []byte
	for i := 0; i < len(code) && code[i] != ';'; i++ {
		switch c := code[i]; c {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return format{}
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return format{}
			}
			if in := strings.ToLower(code[i+1 : i+end]); in != "" && strings.Trim(in, "hms") == "" {
				return format{}
			}
			i += end
		default:
			bare = append(bare, c)
		}
	}
	s := strings.ToLower(string(bare))
	if strings.Contains(s, "general") || strings.ContainsAny(strings.ReplaceAll(s, "s.0", ""), "#?%") {
		return f
	}
	s = strings.NewReplacer("am/pm", "", "a/p", "").Replace(s)
	before := byte(0) // the part before a run of m: minutes follow hours
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case 'y':
			f.year, before = true, c
		case 'd':
			f.day, before = true, c
		case 'h', 's':
			f.clock, before = true, c
		case 'm':
			end := i
			for end < len(s) && s[end] == 'm' {
				end++
			}
			rest := strings.TrimLeft(s[end:], ":. -/")
			if before == 'h' || before == 's' || strings.HasPrefix(rest, "s") {
				f.clock = true
			} else {
				f.month = true
			}
			i = end - 1
		}
	}
	return f
}

// text writes the moment that v days after the system's beginning are.
func (f format) text(v float64, from1904 bool) (text, problem string) {
	const lastDay = 2958465 // 9999-12-31
	if !(v >= 0 && v < lastDay+1) {
		return "", fmt.Sprintf("%v is formatted as a date, but no date has this number", v)
	}
	begin := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from1904:
		begin = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case v < 60:
		begin = begin.AddDate(0, 0, 1) // the 1900 system has a 29 February 1900 in it
	case v < 61:
		return "", "it is the 29th of February 1900, which never was"
	}
	days, part := math.Modf(v)
	t := begin.AddDate(0, 0, int(days)).Add(time.Duration(math.Round(part*86400)) * time.Second)
	dated := f.year || f.month || f.day
	switch {
	case part == 0 && f.clock && !dated && days == 0:
		return "00:00:00", ""
	case f.clock && !dated && days == 0:
		return t.Format("15:04:05"), ""
	case part != 0 || f.clock:
		return t.Format("2006-01-02T15:04:05"), ""
	case f.year && !f.month && !f.day:
		return t.Format("2006"), ""
	case f.year && f.month && !f.day:
		return t.Format("2006-01"), ""
	}
	return t.Format("2006-01-02"), ""
}
