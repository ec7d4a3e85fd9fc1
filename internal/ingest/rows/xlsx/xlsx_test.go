package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"sitmap/internal/ingest/rows"
	"sitmap/internal/ingest/rows/rowstest"
)

// book is a workbook as its parts.
type book struct {
	sheets string // elements of workbook.xml
	pr     string // workbookPr
	shared string
	styles string
	data   []string // worksheets
}

func (b book) bytes(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	part := func(name, text string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	const rel = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	part("_rels/.rels", `<Relationships><Relationship Id="r" Type="`+rel+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	part("xl/workbook.xml", `<workbook xmlns:r="`+rel+`">`+b.pr+`<sheets>`+b.sheets+`</sheets></workbook>`)
	var rels strings.Builder
	for i, d := range b.data {
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, rel, i+1)
		part(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), d)
	}
	part("xl/_rels/workbook.xml.rels", `<Relationships>`+rels.String()+`</Relationships>`)
	part("xl/sharedStrings.xml", `<sst>`+b.shared+`</sst>`)
	part("xl/styles.xml", `<styleSheet>`+b.styles+`</styleSheet>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const styles = `<numFmts><numFmt numFmtId="164" formatCode="dd\.mm\.yyyy"/><numFmt numFmtId="165" formatCode="[$-419]mmmm\ yyyy"/><numFmt numFmtId="166" formatCode="[h]:mm:ss"/><numFmt numFmtId="167" formatCode="0.00&quot;d&quot;"/><numFmt numFmtId="168" formatCode="yyyy-mm-dd hh:mm"/></numFmts>` +
	`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="20"/></cellXfs>`

func one() book {
	return book{
		sheets: `<sheet name="Empty" sheetId="1" r:id="rId1"/><sheet name="Secret" state="hidden" sheetId="2" r:id="rId2"/><sheet name="Events" sheetId="3" r:id="rId3"/>`,
		shared: `<si><t>date</t></si><si><r><t>pla</t></r><r><t>ce</t></r><rPh><t>x</t></rPh></si><si><t>lat</t></si><si><t>Sumy_x000A_city</t></si>`,
		styles: styles,
		data: []string{
			`<worksheet><sheetData/></worksheet>`,
			`<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>`,
			`<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData>` +
				`<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c></row>` +
				`<row r="3"><c r="A3" s="1"><v>45640</v></c><c r="B3" t="s"><v>3</v></c><c r="C3"><v>51.100000000000001</v></c></row>` +
				`<row r="4" hidden="1"><c r="A4" s="2"><v>45640</v></c><c r="B4" t="inlineStr"><is><t>Kursk</t></is></c><c r="C4"><f>1+1</f><v>0.30000000000000004</v></c></row>` +
				`<row r="5"/>` +
				`<row r="6"><c r="A6" s="3"><v>45640</v></c><c r="C6" t="e"><v>#N/A</v></c></row>` +
				`<row r="7"><c r="A7" s="4"><v>1.5</v></c><c r="B7"><f>A1</f></c><c r="E7" t="b"><v>1</v></c></row>` +
				`<row r="8"><c r="A8" s="6"><v>45640.25</v></c><c r="B8" s="5"><v>1.5</v></c><c r="C8" t="s"><v>99</v></c></row>` +
				`<row r="9"><c s="7"><v>0.75</v></c><c s="1"><v>60</v></c><c><v>123456789012</v></c></row>` +
				`</sheetData><mergeCells count="1"><mergeCell ref="B4:B6"/></mergeCells></worksheet>`,
		},
	}
}

func read(t *testing.T, data []byte) (head rows.Header, got []rows.Row) {
	t.Helper()
	head, got, broken, err := rowstest.Drain(Open, data)
	if err != nil || broken != "" {
		t.Fatal(err, broken)
	}
	return head, got
}

func TestCells(t *testing.T) {
	head, got := read(t, one().bytes(t))
	if want := []string{"date", "place", "lat", "D", "E"}; !reflect.DeepEqual(head.Names, want) || head.Raw != "date\tplace\tlat" {
		t.Errorf("header %q, want %q", head, want)
	}
	want := []struct {
		n      int
		values []string
		bad    string
	}{
		{3, []string{"2024-12-14", "Sumy\ncity", "51.1"}, ""},
		{4, []string{"2024-12-14", "Kursk", "0.3"}, ""},
		{6, []string{"2024-12", "", ""}, "lat the cell holds the error #N/A; place merged cells B4:B6: the value stands in B4"},
		{7, []string{"1.5", "", "", "", "TRUE"}, "place the formula has no stored value"},
		{8, []string{"2024-12-14T06:00:00", "1.5", "", "", ""}, `lat it points to the shared text "99", which is missing`},
		{9, []string{"18:00:00", "60", "123456789012", "", ""}, "place it is the 29th of February 1900"},
	}
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for i, w := range want {
		var bad []string
		for _, p := range got[i].Bad {
			bad = append(bad, p.Field+" "+p.Reason)
		}
		if got[i].Number != w.n || !reflect.DeepEqual(got[i].Values, w.values) || !strings.HasPrefix(strings.Join(bad, "; "), w.bad) || w.bad == "" && bad != nil {
			t.Errorf("row %d: %q %q, want %+v", got[i].Number, got[i].Values, bad, w)
		}
	}
	if got[0].Raw != "2024-12-14\tSumy city\t51.1" {
		t.Errorf("raw %q", got[0].Raw)
	}
}

func TestNotesAndSheets(t *testing.T) {
	data := one().bytes(t)
	r, err := OpenSheet("f", bytes.NewReader(data), "")
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = r.Next()
	}
	notes := strings.Join(r.(*Reader).Notes(), "\n")
	for _, want := range []string{`"Events" is read`, `"Empty", "Secret" (hidden)`, "hidden columns B to C", "1 hidden rows", "row 4", "B4:B6"} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes do not say %q:\n%s", want, notes)
		}
	}
	if r, err = OpenSheet("f", bytes.NewReader(data), "Secret"); err != nil || r.Header().Names[0] != "1" {
		t.Errorf("the sheet asked for: %v", err)
	}
	if _, err = OpenSheet("f", bytes.NewReader(data), "None"); err == nil || !strings.Contains(err.Error(), `"Events"`) {
		t.Errorf("a sheet that is not there: %v", err)
	}
}

func TestDates(t *testing.T) {
	day := format{year: true, month: true, day: true}
	for _, c := range []struct {
		v        float64
		from1904 bool
		f        format
		want     string
	}{
		{45640, false, day, "2024-12-14"},
		{44178, true, day, "2024-12-14"},
		{1, false, day, "1900-01-01"},
		{59, false, day, "1900-02-28"},
		{61, false, day, "1900-03-01"},
		{0, true, day, "1904-01-01"},
		{45640.999999, false, day, "2024-12-15T00:00:00"},
		{45640.5, false, day, "2024-12-14T12:00:00"},
		{45640, false, format{year: true}, "2024"},
		{0.25, false, format{clock: true}, "06:00:00"},
		{45640.25, false, format{clock: true}, "2024-12-14T06:00:00"},
		{60, false, day, ""},
		{-1, false, day, ""},
		{1e9, false, day, ""},
	} {
		got, problem := c.f.text(c.v, c.from1904)
		if got != c.want || (problem == "") != (c.want != "") {
			t.Errorf("%v: %q, %q; want %q", c, got, problem, c.want)
		}
	}
	for code, want := range map[string]format{
		"General": {}, "0.00": {}, "0.00E+00": {}, "#,##0 \"days\"": {}, "[Red]0": {}, "@": {}, "[h]:mm": {}, "0%": {},
		"yyyy-mm-dd": day, "d.m.yy": day, "[$-422]d mmmm yyyy\\ \"р.\"": day, "dd/mm/yyyy;@": day, "mmm yyyy": {year: true, month: true},
		"h:mm AM/PM": {clock: true}, "mm:ss": {clock: true}, "mm:ss.0": {clock: true}, "yyyy-mm-dd hh:mm:ss": {true, true, true, true}, "yyyy": {year: true}, "m/d/yyyy h:mm": {true, true, true, true},
	} {
		if got := parseFormat(code); got != want {
			t.Errorf("%q: %+v, want %+v", code, got, want)
		}
	}
	if f := builtin(14); f != day {
		t.Errorf("format 14: %+v", f)
	}
}

func TestDates1904(t *testing.T) {
	b := one()
	b.pr = `<workbookPr date1904="1"/>`
	if _, got := read(t, b.bytes(t)); got[0].Values[0] != "2028-12-15" {
		t.Errorf("45640 days after 1904: %q", got[0].Values[0])
	}
}

func TestHostileInput(t *testing.T) { rowstest.Suite(t, Open, one().bytes(t), 6) }

func TestLimits(t *testing.T) {
	small := func(data string) error {
		b := one()
		b.data[2] = data
		_, _, broken, err := rowstest.Drain(Open, b.bytes(t))
		if broken != "" {
			t.Fatal(broken)
		}
		return err
	}
	for what, data := range map[string]string{
		"row beyond the last": `<worksheet><sheetData><row r="1048577"><c><v>1</v></c></row></sheetData></worksheet>`,
		"rows backwards":      `<worksheet><sheetData><row r="5"><c><v>1</v></c></row><row r="4"><c><v>1</v></c></row></sheetData></worksheet>`,
		"bomb":                `<worksheet><sheetData><row r="1"><c t="str"><v>` + strings.Repeat("a", 65<<20) + `</v></c></row></sheetData></worksheet>`,
	} {
		if err := small(data); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
	_, got := read(t, book{
		sheets: `<sheet name="S" r:id="rId1"/>`, shared: "<si><t>" + strings.Repeat("ы", maxCell+1) + "</t></si>",
		data: []string{`<worksheet><sheetData><row><c t="str"><v>h</v></c></row><row><c t="s"><v>0</v></c><c r="XFE2"><v>1</v></c></row></sheetData></worksheet>`},
	}.bytes(t))
	if len(got) != 1 || len(got[0].Bad) != 2 || len([]rune(got[0].Values[0])) != maxCell {
		t.Errorf("%d rows, %v", len(got), got[0].Bad)
	}
	for what, data := range map[string]string{"old xls": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cut": "PK\x03\x04"} {
		if _, err := Open("f", strings.NewReader(data)); err == nil || !strings.Contains(err.Error(), "f: ") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// GDAL writes a workbook of its own making; the values must come back.
func TestAgainstGDAL(t *testing.T) {
	ogr, err := exec.LookPath("ogr2ogr")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("ogr2ogr is missing; install it with: apt-get install -y --no-install-recommends gdal-bin")
		}
		t.Skip("ogr2ogr is missing (Debian package gdal-bin)")
	}
	dir := t.TempDir()
	csv, out := filepath.Join(dir, "in.csv"), filepath.Join(dir, "out.xlsx")
	const text = "id,day,moment,lat,note\n1,2024/12/14,2024/12/14 05:30:00,51.123456,Суми\n2,1999/01/31,1999/01/31 23:59:59,-0.5,\"a, \"\"b\"\"\"\n"
	if err := os.WriteFile(csv, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(csv+"t", []byte(`"Integer","Date","DateTime","Real","String"`), 0o600); err != nil {
		t.Fatal(err)
	}
	if msg, err := exec.Command(ogr, "-f", "XLSX", out, csv).CombinedOutput(); err != nil {
		t.Skipf("this GDAL does not write XLSX: %s", msg)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	head, got := read(t, data)
	var all [][]string
	for _, r := range got {
		all = append(all, r.Values)
	}
	want := [][]string{{"1", "2024-12-14", "2024-12-14T05:30:00", "51.123456", "Суми"}, {"2", "1999-01-31", "1999-01-31T23:59:59", "-0.5", `a, "b"`}}
	if !reflect.DeepEqual(head.Names, []string{"id", "day", "moment", "lat", "note"}) || !reflect.DeepEqual(all, want) {
		t.Errorf("got  %q %q\nwant %q", head.Names, all, want)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(one().data[2], `<si><t>x</t></si>`, styles)
	f.Add(`<worksheet><sheetData><row><c t="s" s="3"><v>0</v></c></row></sheetData><mergeCell ref="A1:B9"/></worksheet>`, "", "")
	f.Fuzz(func(t *testing.T, sheet, shared, styles string) {
		data := book{sheets: `<sheet name="S" r:id="rId1"/>`, shared: shared, styles: styles, data: []string{sheet}}.bytes(t)
		if _, _, broken, _ := rowstest.Drain(Open, data); broken != "" {
			t.Fatal(broken)
		}
	})
}

func FuzzFormat(f *testing.F) {
	for _, s := range []string{"yyyy-mm-dd", "[h]:mm", `"x`, "[", "\\", "mm:ss.0"} {
		f.Add(s, 45640.5)
	}
	f.Fuzz(func(t *testing.T, code string, v float64) {
		text, problem := parseFormat(code).text(v, false)
		if (text == "") == (problem == "") {
			t.Fatalf("%q %v: %q %q", code, v, text, problem)
		}
	})
}

func BenchmarkRows(b *testing.B) {
	const n = 20000
	var s strings.Builder
	s.WriteString(`<worksheet><sheetData><row><c t="str"><v>a</v></c></row>`)
	for i := range n {
		fmt.Fprintf(&s, `<row r="%d"><c s="1"><v>45640</v></c><c t="s"><v>3</v></c><c><v>51.1</v></c><c><v>35.33</v></c><c t="s"><v>1</v></c></row>`, i+2)
	}
	s.WriteString(`</sheetData></worksheet>`)
	bk := one()
	bk.data[2] = s.String()
	data := bk.bytes(b)
	for b.Loop() {
		r, err := Open("f", bytes.NewReader(data))
		for err == nil {
			_, err = r.Next()
		}
		if !errors.Is(err, io.EOF) {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
