package locate

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"

	"sitmap/internal/event"
)

// identifiers gives events identifiers that follow from the report, the evidence, the
// type and the places' words, so that reading a report twice gives the same ones.
type identifiers struct {
	report event.ReportID
	seen   map[event.ID]int
}

func newIdentifiers(r event.ReportID) *identifiers {
	return &identifiers{report: r, seen: map[event.ID]int{}}
}

func (x *identifiers) next(e *event.Event) event.ID {
	h := sha256.New()
	h.Write([]byte(x.report))
	h.Write([]byte{0})
	h.Write([]byte(e.Type))
	for _, s := range e.Evidence {
		writeSpan(h, s.Span)
	}
	for _, l := range e.Where {
		writeSpan(h, l.Mention)
	}
	id := idOf(h)
	x.seen[id]++
	if n := x.seen[id]; n > 1 {
		h.Write([]byte{byte(n)})
		id = idOf(h)
		x.seen[id]++
	}
	return id
}

func idOf(h hash.Hash) event.ID { return event.ID("e" + hex.EncodeToString(h.Sum(nil)[:10])) }

func writeSpan(h hash.Hash, s event.Span) {
	var b [16]byte
	binary.LittleEndian.PutUint64(b[:8], uint64(s.Start)) //nolint:gosec // offsets are not negative
	binary.LittleEndian.PutUint64(b[8:], uint64(s.End))   //nolint:gosec // offsets are not negative
	h.Write(b[:])
}
