// Package ui holds the browser map and the page that checks claims: [Files] gives the
// built pages, or a page that says how to build it.
//
// The page is TypeScript under src; the program web/ui/bundle turns it into
// dist/app, which is not committed. Every file below assets has a digest of its
// content in its name, so it may be cached for ever; index.html and check.html may not. The
// page asks the server that served it and nobody else, and needs no inline script.
package ui

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

//go:embed placeholder/index.html placeholder/check.html
var placeholder embed.FS

// Built reports whether the bundled page was there when the program was compiled.
func Built() bool {
	_, err := fs.Stat(dist, "dist/app/index.html")
	return err == nil
}

// Files gives index.html, check.html and, when the pages are built, the folder assets.
// The map belongs under "/", the check of claims under "/check", the folder under "/assets/".
func Files() fs.FS {
	root, dir := dist, "dist/app"
	if !Built() {
		root, dir = placeholder, "placeholder"
	}
	sub, err := fs.Sub(root, dir)
	if err != nil { // only for an invalid name, and both names are constants
		return placeholder
	}
	return sub
}
