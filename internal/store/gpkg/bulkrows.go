package gpkg

import (
	"database/sql"
	"errors"
	"slices"
)

// A bulk load inserts several rows of an event's parts in one statement: for each
// statement SQLite looks up and stores the last number of the table, which costs as
// much as a short row. Many would cost more again, since the driver's time grows with
// the square of the number of parameters; so there are at least two rows, and about
// manyParameters parameters.
const manyParameters = 48

// together is how many rows of so many columns go in one statement.
func together(columns int) int { return max(2, manyParameters/columns) }

// parts are the rows of a table that wait to be inserted, one behind the other.
type parts struct {
	next   int64 // the number of the next row; 0 is not asked for yet
	values []any
}

// partStatements insert rows of a table with their numbers. They say OR FAIL because
// SQLite keeps a copy of every page that a statement of several rows changes, to take
// back those before a bad one; here a bad row ends the transaction anyway.
type partStatements struct {
	table     string
	columns   int // the number included
	one, many *stmt
}

// later puts a row behind those that wait, and gives its number.
func (w *writer) later(p *parts, st *partStatements, row []any) (int64, error) {
	if p.next == 0 {
		err := w.row(w.st.lastNumber, st.table).Scan(&p.next)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return 0, err
		}
		p.next++
	}
	fid := p.next
	p.next++
	p.values = append(append(p.values, fid), row...)
	if len(p.values) < together(st.columns)*st.columns {
		return fid, nil
	}
	err := w.exec(st.many, p.values...)
	p.values = p.values[:0]
	return fid, err
}

// insertParts inserts the rows that wait.
func (w *writer) insertParts() error {
	for i := range w.waiting {
		p, st := &w.waiting[i], &w.st.parts[i]
		for row := range slices.Chunk(p.values, st.columns) {
			if err := w.exec(st.one, row...); err != nil {
				return err
			}
		}
		p.values, p.next = p.values[:0], 0
	}
	return nil
}

// The tables of an event's parts, as they are numbered in writer.waiting and statements.parts.
const (
	actorParts = iota
	placeParts
	regionParts
	partTables
)
