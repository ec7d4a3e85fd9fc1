package relation

import (
	"sitmap/internal/extract/words"
)

// Side is a side of a river, as seen downstream.
type Side uint8

// The sides.
const (
	SideUnknown Side = iota
	SideLeft
	SideRight
)

// SideOf reads the side of a river in the words of a relation: "on the left bank of",
// "на правому березі", "левобережье".
func SideOf(text string) Side {
	d := words.Of(text)
	for k := range d.Words {
		switch {
		case d.Is(k, "left", "left-bank", "leftbank") || d.HasStem(k, "лівий", "лівом", "лівого", "ліву", "лівобереж", "левый", "левом", "левого", "левобереж"):
			return SideLeft
		case d.Is(k, "right", "right-bank", "rightbank") || d.HasStem(k, "правий", "правом", "правого", "праву", "правобереж", "правый"):
			return SideRight
		}
	}
	return SideUnknown
}
