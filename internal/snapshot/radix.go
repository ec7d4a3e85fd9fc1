package snapshot

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
)

// sortKey is a row with what it is sorted by.
type sortKey struct {
	key uint64
	row uint32
}

const (
	digitBits = 11
	digits    = 1 << digitBits
)

// radix sorts by key and leaves rows of one key in their order. It uses the memory
// of keys and of other, and gives back the sorted keys and the other memory.
// Digits that all keys share cost no pass.
func radix(keys, other []sortKey) (sorted, rest []sortKey) {
	if len(keys) < 4*digits {
		slices.SortStableFunc(keys, func(a, b sortKey) int { return cmp.Compare(a.key, b.key) })
		return keys, other
	}
	if cap(other) < len(keys) {
		other = make([]sortKey, len(keys))
	}
	other = other[:len(keys)]
	for shift := 0; shift < 64; shift += digitBits {
		var at [digits]int
		for _, k := range keys {
			at[k.key>>shift%digits]++
		}
		if at[keys[0].key>>shift%digits] == len(keys) {
			continue
		}
		sum := 0
		for d, n := range at {
			at[d] = sum
			sum += n
		}
		for _, k := range keys {
			d := k.key >> shift % digits
			other[at[d]] = k
			at[d]++
		}
		keys, other = other, keys
	}
	return keys, other
}

// small is how many rows one goroutine does alone.
const small = 1 << 16

// parallel calls fn for pieces of 0 to n that begin at multiples of 64, on all
// processors when n is large.
func parallel(n int, fn func(lo, hi int)) {
	workers := min(runtime.GOMAXPROCS(0), n/small+1)
	if workers <= 1 {
		fn(0, n)
		return
	}
	step := (n/workers + 64) &^ 63
	var wg sync.WaitGroup
	for lo := 0; lo < n; lo += step {
		wg.Go(func() { fn(lo, min(lo+step, n)) })
	}
	wg.Wait()
}
