package xlsx

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"sitmap/geo/codec/archive"
	"sitmap/geo/codec/xmlscan"
)

type sheet struct {
	name, id, path string
	hidden         bool
}

// workbook is what the cells of all sheets share.
type workbook struct {
	sheets   []sheet
	from1904 bool
	shared   []string
	formats  []format // by the index of a cell's style
}

// list quotes the names of the sheets chosen.
func (b *workbook) list(chosen func(sheet) bool) string {
	var out []string
	for _, s := range b.sheets {
		if !chosen(s) {
			continue
		}
		if len(out) == 10 {
			out = append(out, "and others")
			break
		}
		text := fmt.Sprintf("%.60q", s.name)
		if s.hidden {
			text += " (hidden)"
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

func readWorkbook(z *zip.Reader) (*workbook, error) {
	main := "xl/workbook.xml"
	err := elements(z, "_rels/.rels", maxPart, map[string]func(*xmlscan.Node){"Relationship": func(n *xmlscan.Node) {
		if strings.HasSuffix(n.Attr["Type"], "/officeDocument") {
			main = resolve("x", n.Attr["Target"])
		}
	}})
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(main, ".bin") {
		return nil, fmt.Errorf("%w: it is a binary workbook (.xlsb); save it as .xlsx", ErrInvalid)
	}
	b := &workbook{}
	if in, err := archive.Member(z, main, maxPart); in == nil || err != nil {
		return nil, fmt.Errorf("%w: the archive has no %q; it is no workbook, or cut short", ErrInvalid, main)
	}
	err = elements(z, main, maxPart, map[string]func(*xmlscan.Node){
		"workbookPr": func(n *xmlscan.Node) { b.from1904 = yes(n.Attr["date1904"]) },
		"sheet": func(n *xmlscan.Node) {
			state := n.Attr["state"]
			b.sheets = append(b.sheets, sheet{name: n.Attr["name"], id: n.Attr["id"], hidden: state == "hidden" || state == "veryHidden"})
		},
	})
	if err != nil {
		return nil, err
	}
	if len(b.sheets) == 0 {
		return nil, fmt.Errorf("%w: the workbook lists no sheets", ErrInvalid)
	}
	return b, b.parts(z, main)
}

// parts reads what the workbook points to, but for the sheets.
func (b *workbook) parts(z *zip.Reader, main string) error {
	dir, file := "", main
	if i := strings.LastIndexByte(main, '/'); i >= 0 {
		dir, file = main[:i+1], main[i+1:]
	}
	strs, styles := dir+"sharedStrings.xml", dir+"styles.xml"
	paths := map[string]string{}
	err := elements(z, dir+"_rels/"+file+".rels", maxPart, map[string]func(*xmlscan.Node){"Relationship": func(n *xmlscan.Node) {
		to := resolve(main, n.Attr["Target"])
		switch t := n.Attr["Type"]; {
		case strings.HasSuffix(t, "/worksheet"):
			paths[n.Attr["Id"]] = to
		case strings.HasSuffix(t, "/sharedStrings"):
			strs = to
		case strings.HasSuffix(t, "/styles"):
			styles = to
		}
	}})
	if err != nil {
		return err
	}
	for i := range b.sheets {
		b.sheets[i].path = paths[b.sheets[i].id]
	}
	err = elements(z, strs, maxShared, map[string]func(*xmlscan.Node){"si": func(n *xmlscan.Node) { b.shared = append(b.shared, richText(n)) }})
	if err != nil {
		return err
	}
	custom := map[string]format{}
	err = elements(z, styles, maxPart, map[string]func(*xmlscan.Node){
		"numFmt": func(n *xmlscan.Node) { custom[n.Attr["numFmtId"]] = parseFormat(n.Attr["formatCode"]) },
		"cellXfs": func(n *xmlscan.Node) {
			for _, xf := range n.Children {
				id := xf.Attr["numFmtId"]
				f, ok := custom[id]
				if !ok {
					k, _ := strconv.Atoi(id)
					f = builtin(k)
				}
				b.formats = append(b.formats, f)
			}
		},
	})
	return err
}

// elements calls do for the elements of the names given, wherever they stand in a part
// (the others are walked through). A part that is missing has none.
func elements(z *zip.Reader, name string, limit int64, do map[string]func(*xmlscan.Node)) error {
	in, err := archive.Member(z, name, limit)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	if in == nil {
		return nil
	}
	scan, err := xmlscan.New(in)
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrInvalid, name, err)
	}
	for {
		tok, err := scan.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %s: %w", ErrInvalid, name, err)
		}
		start, ok := tok.(xml.StartElement)
		if !ok || do[start.Name.Local] == nil {
			continue
		}
		n, err := scan.Tree(start)
		if err != nil {
			return fmt.Errorf("%w: %s: %w", ErrInvalid, name, err)
		}
		do[start.Name.Local](n)
	}
}

// richText joins the runs of a text, without the readings of Asian characters (rPh).
func richText(n *xmlscan.Node) string {
	if len(n.Children) == 1 && n.Children[0].Name == "t" {
		return unescape(n.Children[0].Text)
	}
	var b strings.Builder
	for _, c := range n.Children {
		switch c.Name {
		case "t":
			b.WriteString(c.Text)
		case "r":
			b.WriteString(c.Value("t"))
		}
	}
	return unescape(b.String())
}

// unescape resolves _x000D_, as which the format writes what XML cannot hold.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || i+7 > len(s) {
			b.WriteString(s)
			return b.String()
		}
		v, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' {
			b.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		b.WriteString(s[:i])
		b.WriteRune(rune(v))
		s = s[i+7:]
	}
}
