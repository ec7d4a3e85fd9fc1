// Package browsertest sees the map in a real browser: its test builds the page and
// the program, reads the sample reports into a new database, serves it and runs
// the scripts of this folder in headless Chromium. It has no code of its own.
package browsertest
