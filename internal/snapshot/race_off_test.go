//go:build !race

package snapshot

// slowed says that the race detector slows everything down.
const slowed = false
