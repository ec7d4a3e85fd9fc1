// Package rows is the stream of rows that every table and map file gives: names of columns, values, and the row's own words.
package rows

import "github.com/paulmach/orb"

// Header names the columns of a file.
type Header struct {
	Names []string // of the columns, as the file writes them
	Raw   string   // the header as a line of text without its end; "" when the format has none (KML, GeoJSON, GPX)
}

// Row is one row of a table or one feature of a map file.
type Row struct {
	Number   int          // the row or feature of the file as people count it: line of a sheet incl. header for CSV/XLSX (first line is 1), feature number from 1 for map files
	Values   []string     // by column of Header.Names; "" is empty
	Raw      string       // the row as text, verbatim where the format is text (CSV record with its quoting, no line end; a feature's JSON on one line; a placemark's XML with line breaks as spaces)
	Geometry orb.Geometry // of map files, lon lat; nil none
	Bad      []Problem    // what could not be read of the row; it is still given as far as it could
}

// Problem is what could not be read of a row's field, and why.
type Problem struct{ Field, Reason string }

// Reader gives the rows of a file one after another. Memory is flat: it holds one row.
type Reader interface {
	Header() Header     // known before the first Next; map files give the union of property names seen in a bounded first pass or grow it (Names only ever appended)
	Next() (Row, error) // io.EOF at the end; any other error ends the file
}
