package gazetteer

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"sort"
	"strings"
)

// areaRow is one area that places lie in: a country, or a first- or second-order
// area of it. Its code is "RU", "RU.41" or "RU.41.486813".
type areaRow struct {
	code   string
	dots   [2]int // where the parts end; len(code) if there is no further part
	ref    Ref
	parent int // row of the containing area, -1 none
}

func (a *areaRow) country() string { return a.code[:a.dots[0]] }

func (a *areaRow) admin1() string {
	if a.dots[0] == len(a.code) {
		return ""
	}
	return a.code[a.dots[0]+1 : a.dots[1]]
}

func (a *areaRow) admin2() string {
	if a.dots[1] == len(a.code) {
		return ""
	}
	return a.code[a.dots[1]+1:]
}

// noRef stands for an area that has no entry of its own.
const noRef = Ref(1<<32 - 1)

// areas is the table of areas, sorted by code.
type areas struct{ rows []areaRow }

// areaCode joins the codes that are known. A second-order code without a
// first-order one gives the country only.
func areaCode(country, admin1, admin2 string) string {
	switch {
	case country == "" || admin1 == "":
		return country
	case admin2 == "":
		return country + "." + admin1
	}
	return country + "." + admin1 + "." + admin2
}

func splitCode(code string) [2]int {
	i := strings.IndexByte(code, '.')
	if i < 0 {
		return [2]int{len(code), len(code)}
	}
	j := strings.IndexByte(code[i+1:], '.')
	if j < 0 {
		return [2]int{i, len(code)}
	}
	return [2]int{i, i + 1 + j}
}

const areaRowSize = 8

func readAreas(rows, codes []byte) (areas, error) {
	if len(rows)%areaRowSize != 0 {
		return areas{}, fmt.Errorf("%w: its table of areas", ErrCorrupt)
	}
	all := string(codes)
	out := areas{rows: make([]areaRow, 0, len(rows)/areaRowSize)}
	for ; len(rows) > 0; rows = rows[areaRowSize:] {
		off := binary.LittleEndian.Uint32(rows[4:])
		if uint64(off) >= uint64(len(all)) {
			return areas{}, fmt.Errorf("%w: an area without a code", ErrCorrupt)
		}
		end := int(off) + 1 + int(all[off])
		if end > len(all) {
			return areas{}, fmt.Errorf("%w: an area without a code", ErrCorrupt)
		}
		code := all[off+1 : end]
		out.rows = append(out.rows, areaRow{code: code, dots: splitCode(code), ref: Ref(binary.LittleEndian.Uint32(rows)), parent: -1})
	}
	for i := range out.rows {
		r := &out.rows[i]
		if d := r.dots; d[0] < len(r.code) {
			parent := r.code[:d[0]]
			if d[1] < len(r.code) {
				parent = r.code[:d[1]]
			}
			r.parent = out.find(parent)
		}
	}
	return out, nil
}

// find gives the row of a code, or -1.
func (a areas) find(code string) int {
	i, ok := sort.Find(len(a.rows), func(i int) int { return cmp.Compare(code, a.rows[i].code) })
	if !ok {
		return -1
	}
	return i
}

// packAreas writes the table for the codes that occur and the entries that are
// areas themselves. It gives the row of each code.
func packAreas(codes map[string]Ref) (rows, texts []byte, at map[string]int) {
	sorted := make([]string, 0, len(codes))
	for c := range codes {
		sorted = append(sorted, c)
	}
	slices.Sort(sorted)
	at = make(map[string]int, len(sorted))
	for i, c := range sorted {
		at[c] = i
		rows = binary.LittleEndian.AppendUint32(rows, uint32(codes[c]))
		rows = binary.LittleEndian.AppendUint32(rows, uint32(len(texts)))
		texts = append(texts, byte(len(c)))
		texts = append(texts, c...)
	}
	return rows, texts, at
}

// areaOf gives the row of the smallest known area of a place, or nil.
func (ix *Index) areaOf(r Ref) *areaRow {
	i := int(ix.areaCol.at(int(r))) - 1
	if i < 0 || i >= len(ix.area.rows) {
		return nil
	}
	return &ix.area.rows[i]
}

func (ix *Index) areaRef(code string) (Ref, bool) {
	i := ix.area.find(code)
	if i < 0 || int(ix.area.rows[i].ref) >= ix.n {
		return 0, false
	}
	return ix.area.rows[i].ref, true
}

// Country gives the entry of a country by its ISO 3166-1 alpha-2 code.
func (ix *Index) Country(iso2 string) (Ref, bool) {
	if len(iso2) != 2 {
		return 0, false
	}
	return ix.areaRef(strings.ToUpper(iso2))
}

// Admin1Ref gives the entry of a first-order area.
func (ix *Index) Admin1Ref(country, admin1 string) (Ref, bool) {
	if country == "" || admin1 == "" {
		return 0, false
	}
	return ix.areaRef(areaCode(country, admin1, ""))
}

// Admin2Ref gives the entry of a second-order area.
func (ix *Index) Admin2Ref(country, admin1, admin2 string) (Ref, bool) {
	if country == "" || admin1 == "" || admin2 == "" {
		return 0, false
	}
	return ix.areaRef(areaCode(country, admin1, admin2))
}
