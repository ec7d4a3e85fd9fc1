// Package text cuts a report into words and sentences and converts its offsets:
// [Tokens], [Sentences], [Offsets], [Lang].
//
// It knows letters, not languages: any script works, and every function takes time
// linear in the text. Offsets are bytes, half open; spans always lie on rune bounds.
package text

import (
	"unicode"
	"unicode/utf8"
)

// Kind says what a token is.
type Kind uint8

// The kinds of tokens.
const (
	Word       Kind = iota // letters, with inner apostrophes and digits: "Slov'yansk", "M109", "U.S."
	Number                 // digits with inner separators: "12,000", "4.5", "22:30"
	Punct                  // one rune that is neither: ",", "“", "-", an emoji
	Newline                // one or more line ends with the blanks between them
	Possessive             // "'s" after a word
)

// Token is a piece of a text: byte offsets, half open.
type Token struct {
	Start, End int
	Kind       Kind
}

// Text gives the token's letters.
func (t Token) Text(s string) string { return s[t.Start:t.End] }

// Tokens cuts s. Blanks belong to no token; a hyphen is a token of its own, so that
// "Kamianka-Buzka" is three tokens that touch. Bytes that are not UTF-8 become Punct.
func Tokens(s string) []Token {
	toks := make([]Token, 0, len(s)/5+4)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\n' || r == '\r':
			j := newlines(s, i)
			toks = append(toks, Token{i, j, Newline})
			i = j
		case isBlank(r):
			i += n
		case unicode.IsLetter(r):
			j := wordEnd(s, i)
			toks = append(toks, Token{i, j, Word})
			i = j
			if k := possessiveEnd(s, i); k > i {
				toks = append(toks, Token{i, k, Possessive})
				i = k
			}
		case unicode.IsDigit(r):
			j := numberEnd(s, i)
			toks = append(toks, Token{i, j, Number})
			i = j
		default:
			toks = append(toks, Token{i, i + n, Punct})
			i += n
		}
	}
	return toks
}

// isBlank covers spaces and the invisible marks that separate or format.
func isBlank(r rune) bool {
	switch r {
	case '\u00ad', '\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u2060', '\ufeff':
		return true
	}
	return unicode.IsSpace(r) || unicode.IsControl(r)
}

func newlines(s string, i int) int {
	end := i
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isBlank(r) {
			break
		}
		i += n
		if r == '\n' || r == '\r' {
			end = i
		}
	}
	return end
}

// isApostrophe lists the marks that stand inside words: Слов'янськ, O’Brien.
func isApostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == 'ʼ' || r == '`' || r == '‘' || r == 'ʹ'
}

// wordEnd reads a word from i, which is a letter.
func wordEnd(s string, i int) int {
	if j := initialsEnd(s, i); j > 0 {
		return j
	}
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || r == '\u00ad':
			i += n
		case isApostrophe(r):
			next, m := utf8.DecodeRuneInString(s[i+n:])
			if !unicode.IsLetter(next) || endsPossessive(s, i+n, next, m) {
				return i
			}
			i += n
		default:
			return i
		}
	}
	return i
}

// endsPossessive reports that the letter at i, after an apostrophe, is the "s" of a possessive.
func endsPossessive(s string, i int, r rune, n int) bool {
	if r != 's' && r != 'S' {
		return false
	}
	after, _ := utf8.DecodeRuneInString(s[i+n:])
	return !unicode.IsLetter(after) && !isApostrophe(after)
}

func possessiveEnd(s string, i int) int {
	r, n := utf8.DecodeRuneInString(s[i:])
	if !isApostrophe(r) {
		return i
	}
	next, m := utf8.DecodeRuneInString(s[i+n:])
	if endsPossessive(s, i+n, next, m) {
		return i + n + m
	}
	return i
}

// initialsEnd reads single letters with full stops, at least two of them: "U.S.", "D.C.".
// The last stop may be missing. It returns 0 where there are none.
func initialsEnd(s string, i int) int {
	count := 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) {
			break
		}
		next, _ := utf8.DecodeRuneInString(s[i+n:])
		if next != '.' {
			if count > 0 && !unicode.IsLetter(next) && !unicode.IsDigit(next) {
				return i + n
			}
			if count > 1 && unicode.IsLetter(next) {
				return i
			}
			return 0
		}
		count++
		i += n + 1
	}
	if count < 2 {
		return 0
	}
	return i
}

func numberEnd(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsDigit(r):
			i += n
		case r == '.' || r == ',' || r == ':' || r == '\u00a0' || r == '\u202f':
			next, _ := utf8.DecodeRuneInString(s[i+n:])
			if !unicode.IsDigit(next) {
				return i
			}
			i += n
		default:
			return i
		}
	}
	return i
}
