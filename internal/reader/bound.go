package reader

import (
	"errors"
	"fmt"
	"unicode"
)

// MaxWords is how many words and marks a report may have to be read: about 5 MB of English, or seven
// long novels. Reading needs memory for each, up to 600 bytes.
const MaxWords = 1_000_000

// ErrTooLong says that a text has more than [MaxWords] words and marks.
var ErrTooLong = errors.New("the text is too long to be one report")

// Bound refuses, with [ErrTooLong], a text that has more than [MaxWords] words and marks. It needs no memory.
func Bound(s string) error {
	n, inWord := 0, false
	for _, r := range s {
		word := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		if !word && !unicode.IsSpace(r) || word && !inWord {
			n++
		}
		inWord = word
	}
	if n > MaxWords {
		return fmt.Errorf("%w: it has %d words and marks, and %d are read; cut it into its reports, a line of JSON Lines for each", ErrTooLong, n, MaxWords)
	}
	return nil
}
