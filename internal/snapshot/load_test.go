package snapshot

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"sort"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/store"
)

// crowd is a store of n made-up events like those of conflict data sets: 5,000
// centres along a front, few of them very busy, a third of the events exactly on
// a centre, over three years, more of them late. Of 100 events so many last several
// days, have no date, and have a second place near by. types is how many types there
// are, 0 for the six usual ones.
type crowd struct {
	n                        int
	lasting, undated, second int
	types                    int
}

func (crowd) Event(context.Context, event.ID) (event.Event, error) {
	return event.Event{}, store.ErrNotFound
}

func (crowd) Report(context.Context, event.ReportID) (event.Report, error) {
	return event.Report{}, store.ErrNotFound
}

func (crowd) EachEvent(context.Context, event.Query, func(event.Event) error) error {
	panic("a loader of rows is asked for events")
}

func (crowd) Version(context.Context) (uint64, error)                 { return 1, nil }
func (crowd) Changes(context.Context, uint64) ([]store.Change, error) { return nil, nil }

func round(v float64) float64 { return math.Round(v*1e5) / 1e5 }

// crowdCentres gives the centres and how often each is taken, added up.
func crowdCentres(r *rand.Rand) (centres []orb.Point, cum []float64) {
	front := []orb.Point{{32.6, 46.6}, {34.4, 47.1}, {35.8, 47.45}, {36.8, 47.75}, {37.6, 48.0}, {37.75, 48.14}, {38.0, 48.59}, {38.2, 49.0}, {37.6, 49.7}, {37.0, 50.29}, {36.2, 50.35}, {35.5, 50.5}, {35.27, 51.19}, {34.4, 51.6}}
	busiest := []orb.Point{{37.80, 48.00}, {38.00, 48.595}, {37.742, 48.139}, {35.27, 51.195}, {36.193, 51.73}, {36.23, 49.99}, {36.94, 50.29}, {37.17, 48.28}, {37.61, 49.71}, {35.80, 47.44}, {37.25, 47.78}, {36.59, 50.60}, {37.86, 48.46}, {37.83, 48.40}, {32.61, 46.63}}
	sum := 0.0
	for i := range 5000 {
		p := orb.Point{32 + 8.5*r.Float64(), 46.2 + 6*r.Float64()}
		if r.IntN(10) < 7 {
			a := r.IntN(len(front) - 1)
			t := r.Float64()
			p = orb.Point{front[a][0] + t*(front[a+1][0]-front[a][0]) + r.NormFloat64()*0.45, front[a][1] + t*(front[a+1][1]-front[a][1]) + r.NormFloat64()*0.3}
		}
		if i < len(busiest) {
			p = busiest[i]
		}
		centres = append(centres, orb.Point{round(p[0]), round(p[1])})
		sum += 1 / math.Pow(float64(i+3), 0.95)
		cum = append(cum, sum)
	}
	return centres, cum
}

// EachRow gives the events in batches, each event the same whatever the workers.
func (c crowd) EachRow(_ context.Context, workers int, fn func(int, []Row) error) error {
	centres, cum := crowdCentres(rand.New(rand.NewPCG(20241208, 99)))
	const batch = 1000
	errs := make(chan error, workers)
	for worker := range workers {
		go func() {
			var err error
			rows := make([]Row, 0, batch)
			for from := worker * batch; from < c.n && err == nil; from += workers * batch {
				r := rand.New(rand.NewPCG(uint64(from), 7))
				rows = rows[:0]
				for i := from; i < min(from+batch, c.n); i++ {
					rows = append(rows, c.row(r, centres, cum))
				}
				err = fn(worker, rows)
			}
			errs <- err
		}()
	}
	var failed error
	for range workers {
		if err := <-errs; err != nil {
			failed = err
		}
	}
	return failed
}

// crowdWords are the texts of the rows, made once as a loader would keep them.
var crowdWords = func() (w struct{ types, actors, sources, places []string }) {
	w.types = []string{"Battles", "Explosions/Remote violence", "Violence against civilians", "Strategic developments", "Protests", "Riots"}
	for i := range 14 {
		w.actors = append(w.actors, fmt.Sprintf("Military Forces of %d", i))
	}
	for i := range 40 {
		w.sources = append(w.sources, fmt.Sprintf("Source Agency %02d", i))
	}
	for i := range 5000 {
		w.places = append(w.places, fmt.Sprintf("Place %d", i))
	}
	return w
}()

func (c crowd) row(r *rand.Rand, centres []orb.Point, cum []float64) Row {
	i := min(sort.SearchFloat64s(cum, r.Float64()*cum[len(cum)-1]), len(centres)-1)
	p, u, precision := centres[i], r.Float64(), uint8(2)
	if u > 0.35 {
		d, a := r.ExpFloat64()*2.5, r.Float64()*2*math.Pi
		p = orb.Point{round(p[0] + d*math.Cos(a)/(111.2*math.Cos(p[1]*math.Pi/180))), round(p[1] + d*math.Sin(a)/111.2)}
		precision = 1
	} else if u < 0.03 {
		precision = 3
	}
	w := &crowdWords
	first := int32(18993 + math.Sqrt(r.Float64())*1095.99)
	typ := sort.SearchFloat64s([]float64{0.30, 0.82, 0.88, 0.98, 0.995}, r.Float64())
	name := w.types[typ]
	if c.types > 0 {
		name = fmt.Sprint("Type ", r.IntN(c.types))
	}
	killed := int32(0)
	if r.IntN(5) == 0 {
		killed = int32(r.ExpFloat64() * 4)
	}
	one := r.IntN(2)
	other := 1 - one
	if r.IntN(10) < 3 {
		other = r.IntN(len(w.actors))
	}
	last := first
	if c.lasting > 0 && r.IntN(100) < c.lasting {
		last += 1 + int32(r.IntN(30))
	}
	if c.undated > 0 && r.IntN(100) < c.undated {
		first, last = OpenStart, OpenEnd
	}
	places := []RowPlace{{Point: p, Radius: 2000, Name: w.places[i], Country: "UA", Precision: precision}}
	if c.second > 0 && r.IntN(100) < c.second {
		places = append(places, places[0])
		places[1].Point = orb.Point{round(p[0] + r.NormFloat64()*0.1), round(p[1] + r.NormFloat64()*0.1)}
	}
	return Row{
		ID: event.ID(fmt.Sprintf("e%016x%04x", r.Uint64(), r.IntN(1<<16))), Report: "r1", Source: w.sources[int(r.Float64()*r.Float64()*40)], Type: name,
		Start: first, End: last, Verification: event.Unverified, KilledMin: killed, KilledMax: killed,
		Actors: []RowActor{{Name: w.actors[one]}, {Name: w.actors[other]}},
		Places: places,
	}
}

func (c crowd) load(t testing.TB) *Snapshot {
	t.Helper()
	s, err := Load(context.Background(), Options{Loader: c, Log: c})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestMemory holds what a place takes to its bar, for events of one day, for a mix
// and for events that all last. SITMAP_BENCH_EVENTS gives another number of them.
func TestMemory(t *testing.T) {
	if testing.Short() || slowed {
		t.Skip("measures memory")
	}
	const most = 96 // bytes a place
	for _, c := range memoryLoads(sizesOr(t, 300_000)[0]) {
		before := heapInUse()
		s := c.load(t)
		for _, one := range s.Current().types { // what is made when it is asked for counts too
			s.Current().Count(s.Current().Filter(Query{Query: event.Query{Types: []string{one}}}))
		}
		size := float64(heapInUse()-before) / float64(s.Current().Rows())
		t.Logf("%+v: %.1f bytes a place", c, size)
		if size > most {
			t.Errorf("%+v: %.1f bytes a place, want at most %d", c, size, most)
		}
		runtime.KeepAlive(s)
	}
}

func memoryLoads(n int) []crowd {
	loads := []crowd{{n: n}, {n: n, lasting: 33, undated: 5}, {n: n, lasting: 33, undated: 5, second: 10}, {n: n, lasting: 100}}
	if n >= 1_000_000 { // of fewer rows the sums by type take a larger part
		loads = append(loads, crowd{n: n, lasting: 100, types: maxTypes})
	}
	return loads
}

func heapInUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// sizesOr gives the number of events that SITMAP_BENCH_EVENTS says, or another.
func sizesOr(t testing.TB, n int) []int {
	t.Helper()
	if s := os.Getenv("SITMAP_BENCH_EVENTS"); s != "" {
		given, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		return []int{given}
	}
	return []int{n}
}
