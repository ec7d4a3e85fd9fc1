package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Options of [Build].
type Options struct {
	UI  string // the directory web/ui
	Out string // where the pages and assets go; emptied first
	Dev bool   // readable, with source maps
}

// File is one file of the built page.
type File struct {
	Name  string // below Out, with slashes
	Bytes int
	Gzip  int // size after gzip -9
}

const workerSource = "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs"

// frame is a page and what it asks for, by its source.
type frame struct{ name, main, style string }

func frames() []frame {
	return []frame{
		{"index.html", "src/main.ts", "src/page.css"},
		{"check.html", "src/check.ts", "src/check.css"},
	}
}

// entries are the sources that the pages name.
func entries() []string {
	list := []string{workerSource}
	for _, f := range frames() {
		list = append(list, f.main, f.style)
	}
	return list
}

// Build bundles the pages into o.Out. The error names the file and line that is wrong,
// or the command that installs what is missing.
func Build(o Options) ([]File, error) {
	if _, err := os.Stat(filepath.Join(o.UI, workerSource)); err != nil {
		return nil, fmt.Errorf("the npm packages of the page are missing; run: npm ci --prefix web/ui (%w)", err)
	}
	result := api.Build(settings(o))
	if len(result.Errors) > 0 {
		return nil, messages(result.Errors)
	}
	names, err := entryNames(o, result.Metafile)
	if err != nil {
		return nil, err
	}
	files := result.OutputFiles
	for _, f := range frames() {
		page, err := page(o, f, names)
		if err != nil {
			return nil, err
		}
		files = append(files, api.OutputFile{Path: filepath.Join(o.Out, f.name), Contents: page})
	}
	return replace(o.Out, files)
}

// replace writes beside out and puts the new folder in its place at the end, so
// that a program that is compiled meanwhile embeds no half page. A page that is
// there already in the same form is left alone.
func replace(out string, files []api.OutputFile) ([]File, error) {
	fresh := out + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return nil, fmt.Errorf("empty %s: %w", fresh, err)
	}
	list, err := write(out, fresh, files)
	if err != nil {
		return nil, err
	}
	if same(list, fresh, out) {
		return list, os.RemoveAll(fresh)
	}
	if err := errors.Join(os.RemoveAll(out), os.Rename(fresh, out)); err != nil {
		return nil, fmt.Errorf("put the page in its place: %w", err)
	}
	return list, nil
}

func settings(o Options) api.BuildOptions {
	b := api.BuildOptions{
		AbsWorkingDir:     o.UI,
		EntryPoints:       entries(),
		EntryNames:        "[name]-[hash]",
		AssetNames:        "[name]-[hash]",
		ChunkNames:        "[name]-[hash]",
		Splitting:         true, // the pages share the map's code; what reads pictures comes when one is chosen
		Outdir:            filepath.Join(o.Out, "assets"),
		Bundle:            true,
		Format:            api.FormatESModule,
		Platform:          api.PlatformBrowser,
		Target:            api.ES2022,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsEndOfFile,
		MinifyWhitespace:  !o.Dev,
		MinifyIdentifiers: !o.Dev,
		MinifySyntax:      !o.Dev,
		Metafile:          true,
		LogLevel:          api.LogLevelSilent,
	}
	if o.Dev {
		b.Sourcemap = api.SourceMapLinked
	}
	return b
}

// entryNames maps each entry source to its URL on the server.
func entryNames(o Options, metafile string) (map[string]string, error) {
	var meta struct {
		Outputs map[string]struct {
			EntryPoint string `json:"entryPoint"`
		} `json:"outputs"`
	}
	if err := json.Unmarshal([]byte(metafile), &meta); err != nil {
		return nil, fmt.Errorf("read esbuild's list of outputs: %w", err)
	}
	names := map[string]string{}
	for out, m := range meta.Outputs {
		if m.EntryPoint != "" {
			names[m.EntryPoint] = "/assets/" + filepath.Base(out)
		}
	}
	for _, src := range entries() {
		if names[src] == "" {
			return nil, fmt.Errorf("esbuild wrote nothing for %s", src)
		}
	}
	return names, nil
}

// page fills the names of the built files into a page's frame.
func page(o Options, f frame, names map[string]string) ([]byte, error) {
	template, err := os.ReadFile(filepath.Join(o.UI, "src", f.name))
	if err != nil {
		return nil, fmt.Errorf("read the page's frame: %w", err)
	}
	text := string(template)
	for mark, src := range map[string]string{"{{main}}": f.main, "{{style}}": f.style, "{{worker}}": workerSource} {
		if !strings.Contains(text, mark) {
			return nil, fmt.Errorf("src/%s does not contain %s", f.name, mark)
		}
		text = strings.ReplaceAll(text, mark, names[src])
	}
	return []byte(text), nil
}

// same reports whether both folders hold the listed files with the same content.
// Names of assets follow from their content, so more files there do no harm.
func same(list []File, a, b string) bool {
	for _, f := range list {
		x, errX := os.ReadFile(filepath.Join(a, f.Name))
		y, errY := os.ReadFile(filepath.Join(b, f.Name))
		if errX != nil || errY != nil || !bytes.Equal(x, y) {
			return false
		}
	}
	return true
}

// write puts files, whose paths lie below root, below dir instead.
func write(root, dir string, files []api.OutputFile) ([]File, error) {
	var list []File
	for _, f := range files {
		name, err := filepath.Rel(root, f.Path)
		if err != nil {
			return nil, fmt.Errorf("name a file of the page: %w", err)
		}
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return nil, fmt.Errorf("make a folder for the page: %w", err)
		}
		if err := os.WriteFile(path, f.Contents, 0o644); err != nil {
			return nil, fmt.Errorf("write the page: %w", err)
		}
		list = append(list, File{Name: filepath.ToSlash(name), Bytes: len(f.Contents), Gzip: gzipSize(f.Contents)})
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list, nil
}

func gzipSize(b []byte) int {
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		return 0
	}
	_, errWrite := w.Write(b)
	if errors.Join(errWrite, w.Close()) != nil {
		return 0
	}
	return buf.Len()
}

func messages(list []api.Message) error {
	lines := api.FormatMessages(list, api.FormatMessagesOptions{Kind: api.ErrorMessage})
	return errors.New(strings.TrimSpace(strings.Join(lines, "")))
}
