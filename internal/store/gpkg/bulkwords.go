package gpkg

import (
	"errors"
	"fmt"
)

// indexing is the text index of a bulk load while another goroutine makes it.
type indexing struct {
	todo   chan rowWords
	closed bool // todo is
	done   chan indexed
}

// indexed is a finished segment of the text index, or why there is none.
type indexed struct {
	segment segment
	err     error
}

type rowWords struct {
	row   int64
	words string
}

// indexLater hands the words of a new event to the goroutine that indexes them.
func (w *writer) indexLater(row int64, words string) {
	if w.indexing == nil {
		x := &indexing{todo: make(chan rowWords, 256), done: make(chan indexed, 1)}
		grams := w.grams
		grams.reset()
		go func() {
			var out indexed
			for r := range x.todo {
				if out.err == nil {
					out.err = grams.add(r.row, r.words)
				}
			}
			if out.err == nil {
				out.segment, out.err = grams.segment()
			}
			x.done <- out
		}()
		w.indexing = x
	}
	w.indexing.todo <- rowWords{row, words}
}

// lastWords says that no more words come; the segment is made meanwhile.
func (w *writer) lastWords() {
	if w.indexing != nil && !w.indexing.closed {
		close(w.indexing.todo)
		w.indexing.closed = true
	}
}

// stopIndexing waits until the words handed over are indexed.
func (w *writer) stopIndexing() (segment, error) {
	if w.indexing == nil {
		return segment{}, nil
	}
	w.lastWords()
	out := <-w.indexing.done
	w.indexing = nil
	return out.segment, out.err
}

// indexWords adds the words of the events from firstEvent on to the text index.
func (w *writer) indexWords() error {
	if w.indexing == nil {
		err := w.exec(w.st.indexEvents, w.firstEvent)
		return err
	}
	s, err := w.stopIndexing()
	if err != nil {
		return err
	}
	// FTS5 keeps in memory what it knows of its tables. Going back over a change of it
	// makes it write what waits and read them again the next time.
	if err := w.run([]string{`SAVEPOINT words`, `INSERT INTO events_fts (events_fts) VALUES ('flush')`, `ROLLBACK TO words`, `RELEASE words`}); err != nil {
		return err
	}
	known, err := w.addSegment(s)
	if err == nil && !known {
		err = w.exec(w.st.indexEvents, w.firstEvent)
	} else if err == nil {
		err = w.countWords()
	}
	return err
}

// The rows of FTS5's data table that are no leaves.
const countsRecord, segmentsRecord = 1, 10

// addSegment stores a segment and puts it among the others. known is false, and nothing
// done, when the index has a form that is not known.
func (w *writer) addSegment(s segment) (known bool, err error) {
	var record []byte
	if err := w.row(w.st.record, segmentsRecord).Scan(&record); err != nil {
		return false, fmt.Errorf("read the list of segments: %w", err)
	}
	list, known, err := parseSegments(record)
	if err != nil || !known || len(s.leaves) == 0 {
		return known, err
	}
	id, err := list.put(len(s.leaves))
	if err != nil {
		return false, err
	}
	for i, leaf := range s.leaves {
		if err := w.exec(w.st.addLeaf, id<<segmentBit+int64(i+1), leaf); err != nil {
			return true, err
		}
	}
	for _, t := range s.terms {
		if err := w.exec(w.st.addTerm, id, t.term, 2*t.leaf); err != nil {
			return true, err
		}
	}
	err = w.exec(w.st.setRecord, list.encode(), segmentsRecord)
	return true, err
}

// countWords notes how many trigrams each new row has, and all rows together.
func (w *writer) countWords() error {
	var size []byte
	for _, r := range w.grams.rows {
		size = appendVarint(size[:0], uint64(r.n)) //nolint:gosec // not negative
		if err := w.exec(w.st.addCount, r.row, size); err != nil {
			return err
		}
	}
	var record []byte
	if err := w.row(w.st.record, countsRecord).Scan(&record); err != nil {
		return fmt.Errorf("read the number of words: %w", err)
	}
	var sums [2]uint64 // rows, trigrams; an empty record is none of both
	for i := range sums {
		v, n := varint(record)
		if n == 0 && len(record) > 0 {
			return errors.New("the number of words in the text index is damaged")
		}
		sums[i], record = v, record[n:]
	}
	sums[0] += uint64(len(w.grams.rows))
	sums[1] += uint64(w.grams.total) //nolint:gosec // not negative
	err := w.exec(w.st.setRecord, appendVarint(appendVarint(nil, sums[0]), sums[1]), countsRecord)
	return err
}
