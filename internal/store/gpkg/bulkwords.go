package gpkg

import (
	"errors"
	"fmt"
)

// indexing is the text index of a bulk load while another goroutine makes it.
type indexing struct {
	todo chan rowWords
	done chan error
}

type rowWords struct {
	row   int64
	words string
}

// indexLater hands the words of a new event to the goroutine that indexes them.
func (w *writer) indexLater(row int64, words string) {
	if w.indexing == nil {
		x := &indexing{make(chan rowWords, 256), make(chan error, 1)}
		grams := w.grams
		grams.reset()
		go func() {
			var failed error
			for r := range x.todo {
				if failed == nil {
					failed = grams.add(r.row, r.words)
				}
			}
			x.done <- failed
		}()
		w.indexing = x
	}
	w.indexing.todo <- rowWords{row, words}
}

// stopIndexing waits until the words handed over are indexed.
func (w *writer) stopIndexing() error {
	if w.indexing == nil {
		return nil
	}
	close(w.indexing.todo)
	err := <-w.indexing.done
	w.indexing = nil
	return err
}

// indexWords adds the words of the events from firstEvent on to the text index.
func (w *writer) indexWords() error {
	if w.indexing == nil {
		_, err := w.exec(w.st.indexEvents, w.firstEvent)
		return err
	}
	if err := w.stopIndexing(); err != nil {
		return err
	}
	s, err := w.grams.segment()
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
		_, err = w.exec(w.st.indexEvents, w.firstEvent)
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
		if _, err := w.exec(w.st.addLeaf, id<<segmentBit+int64(i+1), leaf); err != nil {
			return true, err
		}
	}
	for _, t := range s.terms {
		if _, err := w.exec(w.st.addTerm, id, t.term, 2*t.leaf); err != nil {
			return true, err
		}
	}
	_, err = w.exec(w.st.setRecord, list.encode(), segmentsRecord)
	return true, err
}

// countWords notes how many trigrams each new row has, and all rows together.
func (w *writer) countWords() error {
	var size []byte
	for _, r := range w.grams.rows {
		size = appendVarint(size[:0], uint64(r.n)) //nolint:gosec // not negative
		if _, err := w.exec(w.st.addCount, r.row, size); err != nil {
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
	_, err := w.exec(w.st.setRecord, appendVarint(appendVarint(nil, sums[0]), sums[1]), countsRecord)
	return err
}
