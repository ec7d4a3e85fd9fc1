package regex

import (
	"reflect"
	"testing"
)

func TestPatternIsItsExpression(t *testing.T) {
	p := New(`(\d)(x)?`)
	re := p.Regexp()
	const s = "1x 2 3x"
	for name, got := range map[string][2]any{
		"match":   {p.MatchString(s), re.MatchString(s)},
		"bytes":   {p.Match([]byte(s)), re.Match([]byte(s))},
		"find":    {p.FindString(s), re.FindString(s)},
		"index":   {p.FindStringIndex(s), re.FindStringIndex(s)},
		"groups":  {p.FindStringSubmatch(s), re.FindStringSubmatch(s)},
		"gindex":  {p.FindStringSubmatchIndex(s), re.FindStringSubmatchIndex(s)},
		"all":     {p.FindAllString(s, -1), re.FindAllString(s, -1)},
		"alli":    {p.FindAllStringIndex(s, 2), re.FindAllStringIndex(s, 2)},
		"allg":    {p.FindAllStringSubmatch(s, -1), re.FindAllStringSubmatch(s, -1)},
		"allgi":   {p.FindAllStringSubmatchIndex(s, -1), re.FindAllStringSubmatchIndex(s, -1)},
		"replace": {p.ReplaceAllString(s, "$1"), re.ReplaceAllString(s, "$1")},
	} {
		if !reflect.DeepEqual(got[0], got[1]) {
			t.Errorf("%s: %v, want %v", name, got[0], got[1])
		}
	}
}
