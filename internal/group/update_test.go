package group

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/event"
)

// memory is an index that looks at every event.
type memory struct {
	members map[int64]*Member
	leader  map[int64]int64
	same    map[[2]int64]bool // decisions
	texts   map[event.ReportID]string
	groups  map[event.ID][]event.ID
	sources map[event.ID]int
	writes  int
}

func newMemory() *memory {
	return &memory{
		members: map[int64]*Member{}, leader: map[int64]int64{}, same: map[[2]int64]bool{}, texts: map[event.ReportID]string{},
		groups: map[event.ID][]event.ID{}, sources: map[event.ID]int{},
	}
}

func (m *memory) Near(of *Member) (out []*Member, err error) {
	for _, key := range slices.Sorted(maps.Keys(m.members)) {
		if n := m.members[key]; !(of.Table && n.Table) {
			out = append(out, n)
		}
	}
	return out, nil
}

func (m *memory) Member(key int64) (*Member, error) { return m.members[key], nil }

func (m *memory) Decided(of *Member) (same, different []int64, err error) {
	for pair, s := range m.same {
		other := pair[0]
		if other == of.Key {
			other = pair[1]
		}
		switch {
		case pair[0] != of.Key && pair[1] != of.Key:
		case s:
			same = append(same, other)
		default:
			different = append(different, other)
		}
	}
	return same, different, nil
}

func (m *memory) Leader(key int64) (int64, error) {
	if l, ok := m.leader[key]; ok {
		return l, nil
	}
	return key, nil
}

func (m *memory) Followers(key int64) (out []int64, err error) {
	for f, l := range m.leader {
		if l == key && f != key {
			out = append(out, f)
		}
	}
	slices.Sort(out)
	return out, nil
}

func (m *memory) Lead(key, leader int64) error {
	m.leader[key] = leader
	return nil
}

func (m *memory) Text(id event.ReportID) (Sketch, error) { return SketchOf(m.texts[id]), nil }

func (m *memory) Store(id event.ID, members, alone []*Member, sources int) error {
	delete(m.groups, id)
	if len(members) > 1 {
		m.sources[id] = sources
		for _, x := range members {
			m.groups[id] = append(m.groups[id], x.Event.ID)
		}
	}
	m.writes++
	return nil
}

// state writes all groups down, without those an event has left.
func (m *memory) state() string {
	var out []string
	for id, members := range m.groups {
		ids := make([]string, len(members))
		for i, x := range members {
			ids[i] = string(x)
		}
		slices.Sort(ids)
		out = append(out, fmt.Sprintf("%s: %s, %d sources", id, strings.Join(ids, " "), m.sources[id]))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// add puts an event in and updates the groups.
func (m *memory) add(t *testing.T, members ...*Member) {
	t.Helper()
	var keys []int64
	for _, x := range members {
		m.members[x.Key] = x
		keys = append(keys, x.Key)
	}
	if err := Update(m, keys); err != nil {
		t.Fatal(err)
	}
}

// clash makes an event of a report of its own, km east of a point, for three days from day.
func clash(key int64, km float64, radius geo.Metres, day int) *Member {
	start := event.Date{Year: 2024, Month: 12, Day: 1}.AddDays(day)
	id := event.ID(fmt.Sprintf("e%03d", key))
	return &Member{
		Key: key, Report: event.ReportID("r" + id), Outlet: "Outlet " + string(id),
		Event: event.Event{
			ID: id, Type: "Armed clash", When: event.Interval{Start: start, End: start.AddDays(2)},
			Where: []event.Location{{Point: orb.Point{35 + km/111.3, 0}, Radius: radius}},
		},
	}
}

func wantState(t *testing.T, m *memory, want ...string) {
	t.Helper()
	if got := m.state(); got != strings.Join(want, "\n") {
		t.Errorf("groups:\ngot  %q\nwant %q", got, strings.Join(want, "\n"))
	}
}

func TestNoChains(t *testing.T) {
	m := newMemory()
	for i := range 20 { // each 1.5 km from the next, with 2 km of radius
		m.add(t, clash(int64(i), 1.5*float64(i), 2000, 0))
	}
	for id, members := range m.groups {
		if len(members) > 3 {
			t.Errorf("group %s chains %v", id, members)
		}
	}
	if len(m.groups) < 6 {
		t.Errorf("got %d groups, want the row cut into some: %s", len(m.groups), m.state())
	}
}

func TestPreciseLeads(t *testing.T) {
	m := newMemory()
	m.add(t, clash(1, 5, 10_000, 0)) // the district town's surroundings
	m.add(t, clash(2, 0, 1000, 0), clash(3, 9, 1000, 1))
	wantState(t, m, "e003: e001 e003, 2 sources") // the villages stay apart, the wide one goes to the nearer
}

func TestDecisions(t *testing.T) {
	m := newMemory()
	m.add(t, clash(1, 0, 1000, 0), clash(2, 0.2, 2000, 0), clash(3, 0.4, 3000, 0), clash(4, 90, 1000, 300))
	wantState(t, m, "e001: e001 e002 e003, 3 sources")
	decide := func(a, b int64, same bool) {
		t.Helper()
		m.same[[2]int64{a, b}] = same
		m.add(t, m.members[a], m.members[b])
	}
	decide(2, 3, false)
	wantState(t, m, "e001: e001 e002, 2 sources")
	decide(1, 2, false)
	wantState(t, m, "e001: e001 e003, 2 sources")
	decide(2, 4, true)
	wantState(t, m, "e001: e001 e003, 2 sources", "e004: e002 e004, 2 sources")
	m.add(t, m.members[2]) // read again
	wantState(t, m, "e001: e001 e003, 2 sources", "e004: e002 e004, 2 sources")
	delete(m.same, [2]int64{1, 2})
	delete(m.same, [2]int64{2, 3})
	delete(m.same, [2]int64{2, 4})
	m.add(t, m.members[1], m.members[2], m.members[3], m.members[4])
	wantState(t, m, "e001: e001 e002 e003, 3 sources")
}

func TestOneEventOfAReport(t *testing.T) {
	m := newMemory()
	a, b, c := clash(1, 0, 1000, 0), clash(2, 0.1, 2000, 0), clash(3, 0.5, 2000, 0)
	c.Report, c.Outlet = b.Report, b.Outlet
	m.add(t, a, b, c)
	wantState(t, m, "e001: e001 e002, 2 sources")
	rows := []*Member{clash(11, 0.2, 1500, 0), clash(12, 0.3, 1500, 0)}
	for _, r := range rows {
		r.Table, r.Outlet = true, "UCDP"
	}
	m.add(t, rows...)
	m.add(t, a) // the store compares reports with tables, not the other way round
	wantState(t, m, "e001: e001 e002 e011, 3 sources")
}

func TestSourcesCountOnce(t *testing.T) {
	m := newMemory()
	x := strings.Repeat("a spokesman said on monday that three people had died in the village when it was shelled overnight and ", 1) +
		"that eleven houses burned down before the fire brigade could reach them by the only road left open"
	a, b, c, d := clash(1, 0, 1000, 0), clash(2, 0, 2000, 0), clash(3, 0, 3000, 0), clash(4, 0, 4000, 0)
	m.texts[a.Report], m.texts[b.Report] = x, "BREAKING. "+strings.ToUpper(x)+"!"
	m.texts[c.Report] = "Our own correspondent counted five graves this morning beside the road that leads out of the village towards the river"
	d.Outlet = c.Outlet
	m.add(t, a, b, c, d)
	wantState(t, m, "e001: e001 e002 e003 e004, 2 sources")
}

// crowd makes events in a small area and time, of three precisions, some from tables and some of one report.
func crowd(rnd *rand.Rand, n int) []*Member {
	out := make([]*Member, n)
	for i := range out {
		m := clash(int64(i+1), rnd.Float64()*40, []geo.Metres{1000, 2000, 5000, 15_000, 40_000}[rnd.IntN(5)], rnd.IntN(8))
		m.Event.Where[0].Point[1] = rnd.Float64() * 0.1
		m.Event.ID = event.ID(fmt.Sprintf("%04x", rnd.Uint32N(1<<16)<<8|uint32(i)))
		switch rnd.IntN(6) {
		case 0:
			m.Table, m.Report, m.Outlet = true, "table", "UCDP"
		case 1:
			m.Report = "one report"
		case 2:
			m.Outlet = "one outlet"
		case 3:
			m.Event.Type = "Attack"
		}
		out[i] = m
	}
	return out
}

// TestOrderDoesNotMatter adds the same events in many orders and pieces, with
// changes and decisions in between, and expects the same groups each time.
func TestOrderDoesNotMatter(t *testing.T) {
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		events := crowd(rnd, 60)
		decisions := map[[2]int64]bool{{3, 9}: true, {4, 30}: false, {9, 41}: true, {10, 11}: false, {1, 2}: false}
		all := newMemory()
		all.same = maps.Clone(decisions)
		all.add(t, events...)
		want := all.state()
		if want == "" {
			t.Fatal("nothing was grouped; the test proves nothing")
		}
		for range 3 {
			m := newMemory()
			order := slices.Clone(events)
			rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
			// Some come with another place first and are read again at the end.
			var late []*Member
			for _, x := range order[:10] {
				wrong := *x
				wrong.Event.Where = []event.Location{{Point: orb.Point{35.1, 0.05}, Radius: 1500}}
				m.add(t, &wrong)
				late = append(late, x)
			}
			for piece := range slices.Chunk(order[10:], 1+rnd.IntN(6)) {
				m.add(t, piece...)
			}
			for _, x := range late {
				followers, _ := m.Followers(x.Key)
				m.members[x.Key] = x
				if err := Update(m, append(followers, x.Key)); err != nil {
					t.Fatal(err)
				}
			}
			m.same = maps.Clone(decisions)
			for pair := range decisions {
				m.add(t, m.members[pair[0]], m.members[pair[1]])
			}
			if got := m.state(); got != want {
				t.Fatalf("seed %d: another order gives other groups:\ngot\n%s\nwant\n%s", seed, got, want)
			}
			m.add(t, events...)
			if got := m.state(); got != want {
				t.Fatalf("seed %d: the same events again change the groups", seed)
			}
		}
	}
}

// TestMembersAreNearTheirLeader checks the promise that groups do not chain.
func TestMembersAreNearTheirLeader(t *testing.T) {
	m := newMemory()
	events := crowd(rand.New(rand.NewPCG(5, 5)), 200)
	m.add(t, events...)
	byID := map[event.ID]*Member{}
	for _, x := range events {
		byID[x.Event.ID] = x
	}
	for id, members := range m.groups {
		for _, x := range members {
			if x != id && !Compatible(byID[id], byID[x]) {
				t.Errorf("%s is in the group of %s and not compatible with it", x, id)
			}
		}
	}
}
