// Package eval measures recognition and resolution on annotated corpora: [Load],
// [Run], [Figures].
//
// A corpus is a file of JSON Lines in the contract's form, with gold places; offsets
// are Unicode code points, half open. The figures are those of the project's scorer:
// a mention without an answer counts as wrong, never as left out. Corpora are not part
// of the project.
package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"sitmap/gazetteer/resolve"
)

// Doc is one annotated report.
type Doc struct {
	Doc       string   `json:"doc"`
	Text      string   `json:"text"`
	Lang      string   `json:"lang,omitempty"`
	Outlet    string   `json:"outlet,omitempty"`
	Published string   `json:"published,omitempty"`
	Hints     []string `json:"hints,omitempty"`
	Toponyms  []Gold   `json:"toponyms"`
	Demonyms  []Gold   `json:"demonyms,omitempty"`
	NonPlaces []Gold   `json:"non_places,omitempty"`
	Event     *Gold    `json:"event_location,omitempty"`
	Named     bool     `json:"named,omitempty"`

	usual []resolve.Usual // where the outlet's other reports are about
}

// Gold is one annotated mention. Lat and Lon are nil where the annotators gave no point.
type Gold struct {
	Start     int      `json:"start"`
	End       int      `json:"end"`
	Surface   string   `json:"surface"`
	Lat       *float64 `json:"lat"`
	Lon       *float64 `json:"lon"`
	Country   string   `json:"country"`
	Admin1    string   `json:"admin1"`
	Kind      string   `json:"kind"`
	Feature   string   `json:"fcode"`
	Type      string   `json:"type"`
	Tolerance float64  `json:"tolerance_km"`
	Homonym   string   `json:"homonym_group"`
	Role      string   `json:"role"`
}

// Load reads a corpus file.
func Load(path string) ([]Doc, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open corpus: %w", err)
	}
	defer f.Close() //nolint:errcheck // read only
	docs, err := Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return docs, nil
}

// Read reads a corpus; an error names the line.
func Read(r io.Reader) ([]Doc, error) {
	var out []Doc
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<20), 64<<20)
	for n := 1; sc.Scan(); n++ {
		if len(sc.Bytes()) == 0 {
			continue
		}
		var d Doc
		if err := json.Unmarshal(sc.Bytes(), &d); err != nil {
			return nil, fmt.Errorf("line %d is not a report of the contract: %w", n, err)
		}
		if d.Doc == "" {
			return nil, fmt.Errorf("line %d has no doc; give each report a name", n)
		}
		out = append(out, d)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("read corpus: %w", err)
	}
	return out, nil
}
