//go:build !linux

package archive

// huge asks the system to back new memory with huge pages, where it can be asked.
func huge[T any](s []T) []T { return s }
