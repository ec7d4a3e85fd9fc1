package gpkg

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"sitmap/internal/event"
	"sitmap/internal/store"
	"sitmap/internal/store/storetest"
)

// tableOf makes a report of rows, each an event that has it as its words.
func tableOf(n int, rows []string) store.Entry {
	r := storetest.Report(n)
	r.Text = strings.Join(rows, "\n")
	e := store.Entry{Report: r, Table: true}
	at := 0
	for i, row := range rows {
		e.Events = append(e.Events, event.Event{
			ID:       event.ID(fmt.Sprintf("t%d-%d", n, i)),
			Evidence: []event.Evidence{{Report: r.ID, Span: event.Span{Start: at, End: at + len(row)}}},
		})
		at += len(row) + 1
	}
	return e
}

// TestBulkWords loads rows in every script there is, of one letter and of many, and
// has SQLite compare what sitmap put into the text index with what it would have.
func TestBulkWords(t *testing.T) {
	db := open(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	letters := []rune("aAbBzZ09 .,-\x00éÉßẞİıſςΣσЄєІіҐґЖжЫыᏣꮳℓKÅ漢字𐐀𐐨😀\uFFFE\uFFFD")
	for r := rune(1); r < 0x3000; r++ {
		letters = append(letters, r)
	}
	for n := range 3 {
		rows := make([]string, 700)
		for i := range rows {
			var b strings.Builder
			for range rnd.IntN(1 + i) {
				b.WriteRune(letters[rnd.IntN(1+rnd.IntN(len(letters)))])
			}
			rows[i] = strings.ReplaceAll(b.String(), "\n", " ")
		}
		rows[3], rows[5] = strings.Repeat("на", 40_000), "Обстріл СЕЛА Вóрожба"
		if _, err := db.PutAll(t.Context(), []store.Entry{tableOf(n, rows)}); err != nil {
			t.Fatal(err)
		}
		checkFile(t, db)
		for _, text := range []string{"обстріл села", "ОБСТРІЛ", "вóрожба", `"СТРІЛ се"`} {
			if got, err := db.Count(t.Context(), event.Query{Text: text}); err != nil || got != n+1 {
				t.Errorf("%s: found %d, %v, want %d", text, got, err, n+1)
			}
		}
		// What SQLite changes in between it must find as it left it, and so must we.
		for _, i := range []int{3, 5 + n, 300} {
			id := event.ID(fmt.Sprintf("t%d-%d", n, i))
			if i == 5 {
				continue
			}
			if err := db.Delete(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}
		r := storetest.Report(100 + n)
		if _, err := db.Put(t.Context(), r, []event.Event{storetest.Event(r, 1)}); err != nil {
			t.Fatal(err)
		}
		checkFile(t, db)
	}
	// A load again with rows changed: words go and come within one transaction.
	rows := make([]string, 700)
	for i := range rows {
		rows[i] = fmt.Sprint("changed row ", i)
	}
	moved := tableOf(9, rows)
	for i := range 300 {
		moved.Events[i].ID = event.ID(fmt.Sprintf("t2-%d", 400+i))
	}
	if _, err := db.PutAll(t.Context(), []store.Entry{moved}); err != nil {
		t.Fatal(err)
	}
	checkFile(t, db)
	if got, err := db.Count(t.Context(), event.Query{Text: "changed row"}); err != nil || got != 700 {
		t.Errorf("changed rows: found %d, %v, want 700", got, err)
	}
}

// TestManySegments has FTS5 merge the segments of many loads with its own.
func TestManySegments(t *testing.T) {
	db := open(t)
	for n := range 12 {
		if _, err := db.PutAll(t.Context(), []store.Entry{storetest.Table(n, bulkEvents)}); err != nil {
			t.Fatal(err)
		}
	}
	before, err := db.Count(t.Context(), event.Query{Text: "first brigade"})
	if err != nil || before != 12*bulkEvents {
		t.Errorf("found %d, %v, want %d", before, err, 12*bulkEvents)
	}
	checkFile(t, db)
	for n := range 8 {
		r := storetest.Report(1000 + n)
		if _, err := db.Put(t.Context(), r, []event.Event{storetest.Event(r, 1)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.write.run(`INSERT INTO events_fts (events_fts) VALUES ('optimize')`); err != nil {
		t.Fatal(err)
	}
	if _, err := db.PutAll(t.Context(), []store.Entry{storetest.Table(12, bulkEvents)}); err != nil {
		t.Fatal(err)
	}
	checkFile(t, db)
}

func TestVarint(t *testing.T) {
	for _, v := range []uint64{0, 1, 127, 128, 16383, 16384, 1<<21 - 1, 1 << 28, 1<<56 - 1, 1 << 56, math.MaxUint64} {
		b := appendVarint(nil, v)
		if got, n := varint(append(b, 1)); got != v || n != len(b) {
			t.Errorf("%d: got %d of %d bytes, want %d", v, got, n, len(b))
		}
		if _, n := varint(b[:len(b)-1]); n != 0 {
			t.Errorf("%d: cut off, it was read", v)
		}
	}
}

func TestSegmentList(t *testing.T) {
	empty := []byte{0, 0, 0, 7, 0, 0, 0}
	s, known, err := parseSegments(empty)
	if err != nil || !known || !bytes.Equal(s.encode(), empty) {
		t.Errorf("empty list: got %+v, %v, %v", s, known, err)
	}
	for want := range int64(3) {
		if id, err := s.put(5); err != nil || id != want+1 {
			t.Errorf("number of a segment: got %d, %v, want %d", id, err, want+1)
		}
	}
	again, known, err := parseSegments(s.encode())
	if err != nil || !known || len(again.levels) != 2 || len(again.levels[1].runs) != 3 {
		t.Errorf("three segments: got %+v, %v, %v", again, known, err)
	}
	if _, known, err := parseSegments([]byte{0, 0, 0, 0, 0xff, 0, 0, 1}); known || err != nil {
		t.Errorf("another form: known %v, %v", known, err)
	}
	whole := s.encode()
	for n := range whole {
		if _, _, err := parseSegments(whole[:n]); err == nil {
			t.Errorf("the first %d bytes were taken for a list", n)
		}
	}
	if _, _, err := parseSegments([]byte{0, 0, 0, 0, 0xff - 0x80, 0xf0, 0xff}); err == nil {
		t.Error("a damaged list was taken")
	}
}
