package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// peekSize is how much of an input decides its format.
const peekSize = 64 << 10

// peek gives the beginning of r, and r from its beginning on.
func peek(r io.Reader) ([]byte, io.Reader, error) {
	head := make([]byte, peekSize)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, nil, err
	}
	head = head[:n]
	return head, io.MultiReader(bytes.NewReader(head), r), nil
}

// Detect says which format the input named name has, from its beginning (64 KiB
// are looked at). A format other than Auto is believed, except that nothing and
// binary data are refused all the same. Errors wrap [ErrRefused].
func Detect(name string, head []byte, want Format) (Format, error) {
	if len(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\uFEFF")))) == 0 {
		return "", refuse(name, "it is empty", "give a report")
	}
	if err := known(name, head); err != nil {
		return "", err
	}
	switch want {
	case Text, HTML, JSONL, Mail, Feed:
		return want, nil
	case Auto, "":
	default:
		return "", refuse(name, fmt.Sprintf("there is no format %q in this version", string(want)), "it reads text, html, jsonl, mail and feed")
	}
	begin := strings.TrimLeft(strings.TrimPrefix(string(head), "\uFEFF"), " \t\r\n")
	switch {
	case begin == "":
		return Text, nil // the text begins later; emptiness shows when all is read
	case begin[0] == '{':
		return detectJSON(name, begin)
	case begin[0] == '[' && json.Valid(bytes.TrimSpace(head)):
		return "", refuse(name, "it is a JSON list", `give JSON Lines: one object {"text": "…"} a line`)
	case begin[0] == '<':
		return detectMarkup(name, begin)
	}
	switch {
	case isHTMLName(name):
		return HTML, nil
	case isMail(begin):
		return Mail, nil
	}
	return Text, nil
}

func isHTMLName(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml":
		return true
	}
	return false
}

// known refuses what announces itself by its first bytes.
func known(name string, head []byte) error {
	for _, m := range []struct{ magic, what, hint string }{
		{"%PDF-", "it is a PDF", "save its text first, for example with pdftotext"},
		{"PK\x03\x04", "it is a ZIP archive (XLSX, DOCX and KMZ files are such)", "import a workbook or a KMZ into a database with sitmap ingest --db FILE.gpkg; save anything else as text or HTML"},
		{"\xd0\xcf\x11\xe0", "it is an old Word or Excel file", "save it as text first"},
		{"\x1f\x8b", "it is compressed with gzip", "unpack it first, for example: gunzip -c FILE | sitmap ingest … -"},
		{"SQLite format 3\x00", "it is a database", "name it with --db to use it as the store; this version does not import one"},
		{"\x89PNG", "it is a picture", "give the text"},
		{"\xff\xd8\xff", "it is a picture", "give the text"},
		{"GIF8", "it is a picture", "give the text"},
		{"{\\rtf", "it is an RTF document", "save it as plain text first"},
	} {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return refuse(name, m.what, m.hint)
		}
	}
	return nil
}

// detectJSON tells reports a line from the other things that begin with a brace.
func detectJSON(name, begin string) (Format, error) {
	if isJSONFeed(begin) {
		return Feed, nil
	}
	line, _, whole := strings.Cut(begin, "\n")
	var first map[string]json.RawMessage
	dec := json.NewDecoder(strings.NewReader(begin))
	err := dec.Decode(&first)
	if isGeoJSON(begin, first) {
		return "", refuse(name, "it is GeoJSON, a map file, not a report", "import it into a database: sitmap ingest --db FILE.gpkg")
	}
	if json.Unmarshal([]byte(line), &first) == nil || !whole && err != nil {
		return JSONL, nil // one object in one line, or a line longer than was looked at
	}
	if err == nil {
		return "", refuse(name, "it is JSON spread over several lines", `give JSON Lines: one object {"text": "…"} a line`)
	}
	if ext := strings.ToLower(path.Ext(name)); ext == ".jsonl" || ext == ".ndjson" || ext == ".json" {
		return JSONL, nil // the bad lines are then named one by one
	}
	return Text, nil
}

// isJSONFeed looks for the version that every JSON Feed names.
func isJSONFeed(begin string) bool {
	const look = 4000
	begin = strings.ReplaceAll(begin[:min(look, len(begin))], `\/`, "/")
	return strings.Contains(begin, `"version"`) && strings.Contains(begin, "://jsonfeed.org/version/1")
}

func isGeoJSON(begin string, object map[string]json.RawMessage) bool {
	if raw, ok := object["type"]; ok {
		var kind string
		if json.Unmarshal(raw, &kind) != nil {
			return false
		}
		switch kind {
		case "FeatureCollection", "Feature", "Topology", "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection":
			_, report := object["text"]
			return !report
		}
		return false
	}
	const look = 2000
	begin = strings.Join(strings.Fields(begin[:min(look, len(begin))]), "")
	return object == nil && strings.Contains(begin, `"type":"FeatureCollection"`)
}

// detectMarkup tells pages from the other things that begin with an angle bracket.
func detectMarkup(name, begin string) (Format, error) {
	const look = 4000
	low := strings.ToLower(begin[:min(look, len(begin))])
	for _, m := range []struct{ tag, what, hint string }{
		{"<kml", "it is KML, a map file, not a report", "import it into a database: sitmap ingest --db FILE.gpkg"},
		{"<gpx", "it is GPX, a track, not a report", "import it into a database: sitmap ingest --db FILE.gpkg"},
		{"<svg", "it is a drawing, not a report", "give the text"},
	} {
		if at := strings.Index(low, m.tag); at >= 0 && !strings.Contains(low[:at], "<html") && !strings.Contains(low[:at], "<body") {
			return "", refuse(name, m.what, m.hint)
		}
	}
	for _, tag := range []string{"<rss", "<feed", "<rdf:rdf"} {
		if at := strings.Index(low, tag); at >= 0 && !strings.Contains(low[:at], "<html") && !strings.Contains(low[:at], "<body") {
			return Feed, nil
		}
	}
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<article", "<div", "<p>", "<p ", "<h1", "<title", "<meta"} {
		if strings.Contains(low, tag) {
			return HTML, nil
		}
	}
	if strings.HasPrefix(low, "<?xml") {
		return "", refuse(name, "it is XML of a kind that sitmap does not know", "give text, HTML or JSON Lines")
	}
	if isHTMLName(name) {
		return HTML, nil
	}
	return Text, nil
}

// isBinary looks for bytes that no text in any encoding of one byte a letter has.
func isBinary(raw []byte) bool {
	controls := 0
	for _, b := range raw {
		switch {
		case b == 0:
			return true
		case b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != '\v' && b != 0x1b, b == 0x7f:
			controls++
		}
	}
	return controls*100 > len(raw)
}
