package build

import (
	"runtime"
	"sync"
)

// parallel calls f for every number below n, on all processors; f writes nothing
// that another call reads.
func parallel(n int, f func(i int)) {
	const chunk = 1024
	workers := min(runtime.GOMAXPROCS(0), n/chunk+1)
	var mu sync.Mutex
	var wg sync.WaitGroup
	next := 0
	take := func() (from, to int) {
		mu.Lock()
		defer mu.Unlock()
		from = next
		next = min(next+chunk, n)
		return from, next
	}
	for range workers {
		wg.Go(func() {
			for from, to := take(); from < to; from, to = take() {
				for i := from; i < to; i++ {
					f(i)
				}
			}
		})
	}
	wg.Wait()
}
