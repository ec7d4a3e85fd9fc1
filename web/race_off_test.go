//go:build !race

package web

// slowed says that the race detector slows everything down.
const slowed = false
