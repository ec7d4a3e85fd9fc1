package archive

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// hugePage is the size of a huge page where they are common, in bytes.
const hugePage = 2 << 20

// huge asks the system to back new memory with huge pages: text is gathered in random
// order, and each page of 4 KB costs a fault and an entry of the processor's page table
// cache. It is advice; where it is not taken nothing changes.
func huge[T any](s []T) []T {
	all := s[:cap(s)]
	if len(all) == 0 {
		return s
	}
	b := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(all))), uintptr(len(all))*unsafe.Sizeof(all[0]))
	skip := int(-uintptr(unsafe.Pointer(unsafe.SliceData(b))) & (hugePage - 1))
	if whole := (len(b) - skip) &^ (hugePage - 1); whole > 0 {
		_ = unix.Madvise(b[skip:skip+whole], unix.MADV_HUGEPAGE) // advice only
	}
	return s
}
