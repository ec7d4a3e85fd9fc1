//go:build unix

package snapshot

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/event"
)

// The flags of go test ./internal/snapshot -run TestCost: without a file nothing is measured.
var (
	costFile = flag.String("cost", "", "measure what answers cost for 10^4 to 10^cost-exp events; write the graph to this SVG file and print the table")
	costExp  = flag.Int("cost-exp", 7, "the largest number of events, as a power of ten")
)

// cost is one question and what it took in milliseconds of processor time.
type cost struct {
	name string
	ask  func(s *Snapshot, i int)
	took []float64 // by size
}

func costs() []*cost {
	var enc Encoders
	var buf []byte
	var out bytes.Buffer
	zip, _ := gzip.NewWriterLevel(io.Discard, 1) // the level is valid
	tileOf := func(s *Snapshot, q Query, t tile.ID) {
		buf = enc.Append(buf[:0], s.Current().Filter(q), t, DefaultFields)
		out.Reset()
		zip.Reset(&out)
		_, _ = zip.Write(buf)
		_ = zip.Close()
	}
	z4, z6 := tile.ID{Z: 4, X: 9, Y: 5}, tile.ID{Z: 6, X: 38, Y: 22}
	z12, _ := tile.At(orb.Point{37.8, 48.0}, 12)
	typed := func(i int) Query { return Query{Query: event.Query{Types: crowdWords.types[i%6 : i%6+1]}} }
	count := func(s *Snapshot, q Query) {
		g := s.Current()
		f := g.Filter(q)
		g.Count(f)
		g.Facets(f)
		g.Histogram(f, "")
	}
	return []*cost{
		{name: "z4, all", ask: func(s *Snapshot, _ int) { tileOf(s, Query{}, z4) }},
		{name: "z4, 30 days", ask: func(s *Snapshot, i int) { tileOf(s, month(i), z4) }},
		{name: "z6, 30 days", ask: func(s *Snapshot, i int) { tileOf(s, month(i), z6) }},
		{name: "z4, one type", ask: func(s *Snapshot, i int) { tileOf(s, typed(i), z4) }},
		{name: "z4, one type, 30 days", ask: func(s *Snapshot, i int) {
			q := month(i)
			q.Types = typed(i).Types
			tileOf(s, q, z4)
		}},
		{name: "z4, one side", ask: func(s *Snapshot, i int) {
			tileOf(s, Query{Query: event.Query{Actors: crowdWords.actors[i%14 : i%14+1]}}, z4)
		}},
		{name: "z12, 30 days", ask: func(s *Snapshot, i int) { tileOf(s, month(i), z12) }},
		{name: "counts, all", ask: func(s *Snapshot, _ int) { count(s, Query{}) }},
		{name: "counts, one type", ask: func(s *Snapshot, i int) { count(s, typed(i)) }},
		{name: "one edit", ask: func(s *Snapshot, i int) {
			g := s.Current()
			id := event.ID(g.base.c.idOf(i * 37 % g.base.c.rows()))
			g.apply(map[event.ID]*Row{id: {ID: id, Places: []RowPlace{{Point: orb.Point{37, 48}}}}}, 2)
		}},
	}
}

// TestCost measures what is asked of snapshots of ever more events.
func TestCost(t *testing.T) {
	if *costFile == "" {
		t.Skip("give -cost FILE.svg to measure")
	}
	list := costs()
	load, memory := &cost{name: "load from rows"}, []float64{}
	var sizes []int
	for e := 4; e <= *costExp; e++ {
		n := int(math.Pow10(e))
		sizes = append(sizes, n)
		heap := heapInUse()
		before := cpuNow(t)
		if err := (crowd{n: n}).EachRow(t.Context(), runtime.GOMAXPROCS(0), func(int, []Row) error { return nil }); err != nil {
			t.Fatal(err)
		}
		making := cpuNow(t) - before // of the rows, which is not the snapshot's work
		s := crowd{n: n}.load(t)
		load.took = append(load.took, float64(cpuNow(t)-before-2*making)/1e6)
		memory = append(memory, float64(heapInUse()-heap)/float64(n))
		for _, c := range list {
			c.took = append(c.took, medianCost(t, func(i int) { c.ask(s, i) }))
		}
		runtime.KeepAlive(s)
	}
	fmt.Print(costTable(sizes, append([]*cost{load}, list...), memory))
	if err := os.WriteFile(*costFile, []byte(costGraph(sizes, list)), 0o644); err != nil { //nolint:gosec // a picture for everybody
		t.Fatal(err)
	}
}

// medianCost gives the median of 21 rounds in milliseconds of processor time; a
// round asks often enough to be measured.
func medianCost(t *testing.T, ask func(i int)) float64 {
	ask(0)
	i, times := 0, 1
	var rounds []float64
	for len(rounds) < 21 {
		before := cpuNow(t)
		for range times {
			i++
			ask(i)
		}
		d := cpuNow(t) - before
		if d < 3e6 && times < 4096 {
			times *= 2
			continue
		}
		rounds = append(rounds, float64(d)/1e6/float64(times))
	}
	slices.Sort(rounds)
	return rounds[len(rounds)/2]
}

func costTable(sizes []int, list []*cost, memory []float64) string {
	var b strings.Builder
	b.WriteString("| ms of processor time |")
	for range sizes {
		b.WriteString(" %s |")
	}
	names := make([]any, len(sizes))
	for i, n := range sizes {
		names[i] = "10^" + fmt.Sprint(len(fmt.Sprint(n))-1)
	}
	head := fmt.Sprintf(b.String(), names...)
	b.Reset()
	b.WriteString(head + "\n|---|" + strings.Repeat("---:|", len(sizes)) + "\n")
	for _, c := range list {
		b.WriteString("| " + c.name + " |")
		for _, ms := range c.took {
			b.WriteString(" " + short(ms) + " |")
		}
		b.WriteString("\n")
	}
	b.WriteString("| bytes a place on the heap |")
	for _, m := range memory {
		fmt.Fprintf(&b, " %.0f |", m)
	}
	return b.String() + "\n"
}

// short writes a number with two digits that count, large ones whole.
func short(v float64) string {
	if v >= 10 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.*f", max(0, 1-int(math.Floor(math.Log10(max(v, 1e-6))))), v)
}

// costGraph draws costs over sizes, both axes in powers of ten.
func costGraph(sizes []int, list []*cost) string {
	const width, height, left, top, right, bottom = 760, 420, 60, 20, 170, 50
	low, high := -3.0, 3.0 // powers of ten of milliseconds
	x := func(n int) float64 {
		first, last := math.Log10(float64(sizes[0])), math.Log10(float64(sizes[len(sizes)-1]))
		return left + (math.Log10(float64(n))-first)/max(last-first, 1)*(width-left-right)
	}
	y := func(ms float64) float64 {
		return height - bottom - (math.Log10(max(ms, 0.001))-low)/(high-low)*(height-top-bottom)
	}
	colours := []string{"#1b6ca8", "#0b8a5f", "#7a5195", "#c1440e", "#444444", "#b8860b", "#d6336c", "#2f9e9e", "#8d6e63", "#5c7cfa"}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12" role="img" aria-label="Processor time of answers against the number of events, both axes logarithmic">`+"\n", width, height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/>`+"\n", width, height)
	for p := low; p <= high; p++ {
		at := y(math.Pow(10, p))
		fmt.Fprintf(&b, `<path d="M%d %.1fH%d" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%v ms</text>`+"\n", left, at, width-right, left-6, at+4, math.Pow(10, p))
	}
	for _, n := range sizes {
		fmt.Fprintf(&b, `<path d="M%.1f %dV%d" stroke="#eee"/><text x="%.1f" y="%d" text-anchor="middle">10<tspan dy="-5" font-size="9">%d</tspan></text>`+"\n", x(n), top, height-bottom, x(n), height-bottom+18, len(fmt.Sprint(n))-1)
	}
	fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">events</text>`+"\n", (left+width-right)/2, height-12)
	labels := make([]float64, len(list))
	order := make([]int, len(list))
	for i, c := range list {
		order[i], labels[i] = i, y(c.took[len(c.took)-1])
	}
	slices.SortFunc(order, func(a, c int) int { return int((labels[a] - labels[c]) * 100) })
	for k, i := range order { // labels must not lie on each other
		if k > 0 {
			labels[i] = max(labels[i], labels[order[k-1]]+14)
		}
	}
	for i, c := range list {
		colour := colours[i%len(colours)]
		b.WriteString(`<path fill="none" stroke-width="2" stroke="` + colour + `" d="`)
		for k, n := range sizes {
			fmt.Fprintf(&b, "%c%.1f %.1f", "ML"[min(k, 1)], x(n), y(c.took[k]))
		}
		fmt.Fprintf(&b, `"/><text x="%d" y="%.1f" fill="%s">%s</text>`+"\n", width-right+8, labels[i]+4, colour, c.name)
	}
	return b.String() + "</svg>\n"
}
