package snapshot

import "sitmap/internal/store"

// What the snapshot keeps of one event comes as a [store.Row]; a loader that is a
// [store.RowLoader] hands all of them over quickly.
type (
	Row      = store.Row
	RowActor = store.RowActor
	RowPlace = store.RowPlace
	// RowLoader is a [Loader] that can hand over all events as rows. A snapshot
	// that is loaded from one does not call EachEvent.
	RowLoader = store.RowLoader
)

// Days and numbers that nobody knows.
const (
	OpenStart = store.OpenStart
	OpenEnd   = store.OpenEnd
	Unknown   = store.Unknown
)
