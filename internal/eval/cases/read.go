package cases

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"
	"unicode/utf8"
)

// suffix marks the files that hold cases; other files of the directory are left alone.
const suffix = ".cases"

// Read reads every *.cases file in the top directory of fsys, in the order of
// their names. It fails at the first mistake and names the file and the line.
func Read(fsys fs.FS) ([]Case, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("read the cases: %w", err)
	}
	var all []Case
	first := make(map[string]Case)
	for _, e := range entries {
		if e.IsDir() || path.Ext(e.Name()) != suffix {
			continue
		}
		b, err := fs.ReadFile(fsys, e.Name())
		if err != nil {
			return nil, fmt.Errorf("read the cases: %w", err)
		}
		some, err := Parse(e.Name(), string(b))
		if err != nil {
			return nil, err
		}
		for _, c := range some {
			if old, twice := first[c.Name]; twice {
				return nil, at(c.File, c.Line, "the name %q is taken by the case at %s:%d", c.Name, old.File, old.Line)
			}
			first[c.Name] = c
		}
		all = append(all, some...)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("read the cases: no %s file holds a case", suffix)
	}
	return all, nil
}

// Parse reads the cases of one file; the name is only used in errors and in
// [Case.File].
func Parse(name, content string) ([]Case, error) {
	if !utf8.ValidString(content) {
		return nil, at(name, 1, "the file is not UTF-8")
	}
	p := parser{file: name}
	content = strings.TrimPrefix(content, "\ufeff")
	for i, line := range strings.Split(content, "\n") {
		p.line = i + 1
		if err := p.take(strings.TrimSuffix(line, "\r")); err != nil {
			return nil, err
		}
	}
	if err := p.finish(); err != nil {
		return nil, err
	}
	return p.done, nil
}

// parser collects the case it is in; cur is nil before the first heading.
type parser struct {
	file string
	line int
	done []Case
	cur  *Case
	text []string        // lines of the text so far
	in   bool            // inside the text
	seen map[string]bool // keys that a case may give once
	tail []entry         // expect, reject and avoid, read once the text is known
}

// entry is a line that refers to the text.
type entry struct {
	key, value string
	line       int
}

func at(file string, line int, format string, a ...any) error {
	return fmt.Errorf("%s:%d: %s", file, line, fmt.Sprintf(format, a...))
}

func (p *parser) fail(format string, a ...any) error { return at(p.file, p.line, format, a...) }

// take reads one line.
func (p *parser) take(line string) error {
	if name, ok := strings.CutPrefix(line, "== "); ok {
		return p.begin(strings.TrimSpace(name))
	}
	key, value, keyed := split(line)
	if p.in && !(keyed && refers(key)) {
		p.text = append(p.text, line)
		return nil
	}
	if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
		return nil
	}
	if p.cur == nil {
		return p.fail("a case begins with a heading, \"== name\"; this line stands before the first one")
	}
	if !keyed {
		return p.fail("expected \"key: value\", a comment with # or a heading with ==")
	}
	if refers(key) {
		p.in = false
		p.tail = append(p.tail, entry{key, value, p.line})
		return nil
	}
	if len(p.tail) > 0 {
		return p.fail("%q belongs above the text", key)
	}
	return p.set(key, value)
}

// split takes "key: value" apart; keys are lower-case letters at the start of a line.
func split(line string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(line, ":")
	if !ok || key == "" || strings.Trim(key, "abcdefghijklmnopqrstuvwxyz") != "" {
		return "", "", false
	}
	return key, strings.TrimSpace(value), true
}

// refers says that a key stands below the text and speaks of its words.
func refers(key string) bool { return key == "expect" || key == "reject" || key == "avoid" }

// begin closes the case before and opens a new one.
func (p *parser) begin(name string) error {
	if err := p.finish(); err != nil {
		return err
	}
	if name == "" {
		return p.fail("a case needs a name after ==")
	}
	p.cur = &Case{File: p.file, Line: p.line, Name: name}
	p.text, p.tail, p.in, p.seen = nil, nil, false, make(map[string]bool)
	return nil
}

// set takes a key that stands above the text.
func (p *parser) set(key, value string) error {
	if key == "hint" {
		if value == "" {
			return p.fail("hint is empty")
		}
		p.cur.Hints = append(p.cur.Hints, value)
		return nil
	}
	if p.seen[key] {
		return p.fail("%s is given twice", key)
	}
	p.seen[key] = true
	if key == "text" {
		p.in = true
		if value != "" {
			p.text = append(p.text, value)
		}
		return nil
	}
	if value == "" {
		return p.fail("%s is empty", key)
	}
	switch key {
	case "why":
		p.cur.Why = value
	case "group":
		p.cur.Group = value
	case "known":
		p.cur.Known = value
	case "needs":
		if value != NeedsWorld {
			return p.fail("needs %q is unknown; the only need is %s", value, NeedsWorld)
		}
		p.cur.Needs = value
	case "lang":
		if len(value) < 2 || len(value) > 3 || strings.Trim(value, "abcdefghijklmnopqrstuvwxyz") != "" {
			return p.fail("lang %q is not a language code such as en, uk or ru", value)
		}
		p.cur.Lang = value
	case "published":
		return p.published(value)
	default:
		return p.fail("unknown key %q; known are why, lang, published, hint, group, known, needs, text, expect, reject and avoid", key)
	}
	return nil
}

// published takes a day, or a time with its zone.
func (p *parser) published(value string) error {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, value); err == nil {
			p.cur.Published = t
			return nil
		}
	}
	return p.fail("published %q is neither a day (2024-12-16) nor a time with its zone (2024-12-16T08:00:00Z)", value)
}

// finish checks the case that is open and puts it with the others.
func (p *parser) finish() error {
	c := p.cur
	if c == nil {
		return nil
	}
	c.Text = strings.Trim(strings.Join(p.text, "\n"), "\n")
	switch {
	case c.Why == "":
		return at(c.File, c.Line, "case %q does not say why", c.Name)
	case strings.TrimSpace(c.Text) == "":
		return at(c.File, c.Line, "case %q has no text", c.Name)
	case len(p.tail) == 0:
		return at(c.File, c.Line, "case %q expects nothing; give it an expect, reject or avoid line", c.Name)
	}
	for _, e := range p.tail {
		if err := c.refer(e); err != nil {
			return err
		}
	}
	p.done, p.cur = append(p.done, *c), nil
	return c.contradiction()
}
