package snapshot

import "sitmap/internal/store"

type (
	// Row is what the snapshot keeps of one event.
	Row = store.Row
	// RowActor is a side of an event.
	RowActor = store.RowActor
	// RowPlace is a place of an event.
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
