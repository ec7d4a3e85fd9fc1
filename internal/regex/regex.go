// Package regex holds regular expressions that are compiled when they are first used: a program that starts for one small
// task does not pay for the grammars of all others.
package regex

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression in Go's syntax. It is safe for any number of callers.
type Pattern struct {
	re func() *regexp.Regexp
}

// New makes a pattern for a package-level variable. A source that does not compile panics at the first use, which every
// pattern's own test reaches.
func New(source string) *Pattern {
	return &Pattern{re: sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(source) })}
}

// Regexp gives the compiled expression.
func (p *Pattern) Regexp() *regexp.Regexp { return p.re() }

// MatchString reports whether s holds a match.
func (p *Pattern) MatchString(s string) bool { return p.re().MatchString(s) }

// FindString gives the first match, "" for none.
func (p *Pattern) FindString(s string) string { return p.re().FindString(s) }

// FindStringIndex gives the bytes of the first match, nil for none.
func (p *Pattern) FindStringIndex(s string) []int { return p.re().FindStringIndex(s) }

// FindStringSubmatch gives the first match and its groups, nil for none.
func (p *Pattern) FindStringSubmatch(s string) []string { return p.re().FindStringSubmatch(s) }

// FindStringSubmatchIndex gives the bytes of the first match and its groups, nil for none.
func (p *Pattern) FindStringSubmatchIndex(s string) []int { return p.re().FindStringSubmatchIndex(s) }

// FindAllString gives up to n matches, all for n < 0.
func (p *Pattern) FindAllString(s string, n int) []string { return p.re().FindAllString(s, n) }

// FindAllStringIndex gives the bytes of up to n matches, all for n < 0.
func (p *Pattern) FindAllStringIndex(s string, n int) [][]int { return p.re().FindAllStringIndex(s, n) }

// FindAllStringSubmatch gives up to n matches with their groups.
func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.re().FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex gives the bytes of up to n matches with their groups.
func (p *Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p.re().FindAllStringSubmatchIndex(s, n)
}

// ReplaceAllString replaces the matches; $1 is the first group.
func (p *Pattern) ReplaceAllString(s, by string) string { return p.re().ReplaceAllString(s, by) }

// Match reports whether b holds a match.
func (p *Pattern) Match(b []byte) bool { return p.re().Match(b) }

// ReplaceAllStringFunc replaces every match by what f makes of it.
func (p *Pattern) ReplaceAllStringFunc(s string, f func(string) string) string {
	return p.re().ReplaceAllStringFunc(s, f)
}
