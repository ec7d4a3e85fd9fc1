package main

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"regexp"
	"strings"

	"sitmap/internal/ingest"
	"sitmap/internal/ingest/rows"
	"sitmap/internal/ingest/rows/mapfile"
	"sitmap/internal/ingest/rows/xlsx"
	"sitmap/internal/ingest/table"
)

// mapOpeners read the formats whose rows are not lines of text.
//
//nolint:gochecknoglobals // table, never written
var mapOpeners = map[string]func(name string, r io.Reader) (rows.Reader, error){
	"xlsx": xlsx.Open, "kml": mapfile.OpenKML, "kmz": mapfile.OpenKML, "gpx": mapfile.OpenGPX, "geojson": mapfile.OpenGeoJSON,
}

var featureType = regexp.MustCompile(`"type"\s*:\s*"(FeatureCollection|Feature)"`)

// mapFormat tells a workbook or a map file by what it says of itself, "" for anything else.
func mapFormat(name string, head []byte, format ingest.Format) string {
	if mapOpeners[string(format)] != nil {
		return string(format)
	}
	if format != ingest.Auto && format != "" {
		return ""
	}
	begin := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\uFEFF")), " \t\r\n\x1e")
	ext := strings.ToLower(filepath.Ext(name))
	switch {
	case bytes.HasPrefix(begin, []byte("PK\x03\x04")):
		switch {
		case ext == ".xlsx" || bytes.Contains(begin, []byte("xl/")):
			return "xlsx"
		case ext == ".kmz" || bytes.Contains(begin, []byte(".kml")):
			return "kmz"
		}
	case bytes.HasPrefix(begin, []byte("<")):
		start := begin[:min(len(begin), 4096)]
		switch {
		case bytes.Contains(start, []byte("<kml")):
			return "kml"
		case bytes.Contains(start, []byte("<gpx")):
			return "gpx"
		}
	case bytes.HasPrefix(begin, []byte("{")) && featureType.Match(begin):
		return "geojson"
	}
	return ""
}

// eachRow reads a workbook or a map file. What the reader has to say of the whole file comes at the end.
func (t *tables) eachRow(ctx context.Context, name, format string, in io.Reader, o ingest.Options, do func(ingest.Item) error) error {
	r, err := mapOpeners[format](name, in)
	if err != nil {
		return err
	}
	opts := t.how
	opts.Options = o
	err = table.Rows(ctx, name, r, opts, do)
	if n, ok := r.(interface{ Notes() []string }); ok && opts.Say != nil {
		for _, line := range n.Notes() {
			opts.Say(name + ": " + line)
		}
	}
	return err
}
