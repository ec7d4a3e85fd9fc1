// Package data carries sitmap's default gazetteer inside the binary.
//
// [Default] opens it in a few milliseconds from the bytes of the binary; nothing
// is unpacked. What it was made of, and under which licences, stands in NOTICE.md
// and in the index itself (gazetteer.Index.Info). `make gazetteer-data` makes it.
package data

import (
	_ "embed" // the index

	"sitmap/gazetteer"
)

//go:embed default.gaz
var index []byte

//go:embed NOTICE.md
var notice string

// Default opens the embedded index. It needs no Close.
func Default() (*gazetteer.Index, error) { return gazetteer.FromBytes(index) }

// Notice gives the credits and licence texts of the embedded index, as Markdown.
func Notice() string { return notice }
