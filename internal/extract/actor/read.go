package actor

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"sitmap/internal/extract/words"
)

const (
	longestLine = 64 << 10
	mostRows    = 20_000
)

// Read reads rows of a table: lines of five columns parted by tabs (id, name, kind, Wikidata item or
// "-", names parted by ";"); lines that are empty or begin with # are passed over. The
// errors name the file and the line.
func Read(file string, r io.Reader) ([]Actor, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, longestLine)
	var out []Actor
	seen := map[string]int{}
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSuffix(strings.TrimPrefix(sc.Text(), "\ufeff"), "\r")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		a, err := row(line)
		if err == nil && seen[a.ID] > 0 {
			err = fmt.Errorf("the id %q stands in line %d already", a.ID, seen[a.ID])
		}
		if err == nil && len(out) == mostRows {
			err = fmt.Errorf("there are more than %d rows", mostRows)
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, n, err)
		}
		seen[a.ID] = n
		out = append(out, a)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return out, nil
}

func row(line string) (Actor, error) {
	f := strings.Split(line, "\t")
	if len(f) != 5 {
		return Actor{}, fmt.Errorf("%d columns instead of 5; write id, name, kind, Wikidata item or -, names with ; between, parted by tabs", len(f))
	}
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	a := Actor{ID: f[0], Name: f[1], Kind: Kind(f[2]), Wikidata: f[3]}
	switch {
	case a.ID == "" || strings.Trim(a.ID, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		return a, fmt.Errorf("the id %q may hold only small Latin letters, figures and hyphens", a.ID)
	case a.Name == "":
		return a, fmt.Errorf("%s has no name", a.ID)
	case !slices.Contains(kinds, a.Kind):
		return a, fmt.Errorf("%s: %q is no kind; take one of %v", a.ID, a.Kind, kinds)
	case a.Wikidata == "-":
		a.Wikidata = ""
	case !strings.HasPrefix(a.Wikidata, "Q") || len(a.Wikidata) < 2 || strings.Trim(a.Wikidata[1:], "0123456789") != "":
		return a, fmt.Errorf("%s: %q is no Wikidata item; write Q and a number, or -", a.ID, a.Wikidata)
	}
	for p := range strings.SplitSeq(f[4], ";") {
		if p = fold(p); p == "" {
			continue
		}
		if first, _, _ := strings.Cut(p, " "); first == "_" || first == "*" {
			return a, fmt.Errorf("%s: the name %q must begin with a word", a.ID, p)
		}
		a.names += p + ";"
	}
	if a.names == "" {
		return a, fmt.Errorf("%s has no names to find it by", a.ID)
	}
	a.names = strings.TrimSuffix(a.names, ";")
	return a, nil
}

// fold writes a phrase as the words of a report are folded: small letters, a possessive apart.
func fold(p string) string {
	p = words.Fold(strings.Join(strings.Fields(p), " "))
	return strings.ReplaceAll(p, "'s", " 's")
}
