package group

import (
	"cmp"
	"container/heap"
	"errors"
	"slices"

	"sitmap/internal/event"
)

// Index is what grouping asks of a store, and what it tells it. All calls of one
// [Update] see and change one state of the store.
type Index interface {
	// Near gives the events that might be the same as m: at least all that are
	// [Compatible] with it. Of a row of a table only events of reports are needed.
	Near(m *Member) ([]*Member, error)
	// Member gives an event by the store's number, nil when it is gone.
	Member(key int64) (*Member, error)
	// Decided gives the events that a person linked to the one, or told apart from it.
	Decided(m *Member) (same, different []int64, err error)
	// Leader gives the number of the event that leads the one: its own when none is stored.
	Leader(key int64) (int64, error)
	// Followers gives the events whose leader is the one, without itself.
	Followers(key int64) ([]int64, error)
	// Lead stores who leads an event.
	Lead(key, leader int64) error
	// Text gives the sketch of a report's text.
	Text(id event.ReportID) (Sketch, error)
	// Store makes members the group of this ID, with so many independent sources,
	// and takes those alone out of any group. Fewer than two members are no group.
	Store(id event.ID, members, alone []*Member, sources int) error
}

// Update brings the groups up to date with events that are new or have changed.
// Events whose leader is gone count as changed.
func Update(ix Index, changed []int64) error {
	u := &update{ix: ix, members: map[int64]*Member{}, near: map[int64][]*Member{}, queued: map[int64]bool{}, touched: map[int64]bool{}, fresh: map[int64]bool{}}
	for _, key := range changed {
		m, err := u.member(key)
		if err != nil {
			return err
		}
		if m != nil {
			u.fresh[key] = true
			u.push(m)
		}
	}
	for u.queue.Len() > 0 {
		m := heap.Pop(&u.queue).(*Member) //nolint:forcetypeassert // the queue holds nothing else
		delete(u.queued, m.Key)
		if err := u.settle(m); err != nil {
			return err
		}
	}
	return u.write()
}

// update is one call of Update. Who leads an event follows from those before it
// alone, so events are settled in that order, and each change asks those after it again.
type update struct {
	ix      Index
	members map[int64]*Member
	near    map[int64][]*Member
	queue   queue
	queued  map[int64]bool
	fresh   map[int64]bool // nothing that is stored of them holds
	touched map[int64]bool // leaders whose groups changed
}

func (u *update) member(key int64) (*Member, error) {
	if m, ok := u.members[key]; ok {
		return m, nil
	}
	m, err := u.ix.Member(key)
	if err == nil {
		u.members[key] = m
	}
	return m, err
}

func (u *update) push(m *Member) {
	if !u.queued[m.Key] {
		u.queued[m.Key] = true
		heap.Push(&u.queue, m)
	}
}

// compatible gives the events that may be the same as m.
func (u *update) compatible(m *Member) ([]*Member, error) {
	if out, ok := u.near[m.Key]; ok {
		return out, nil
	}
	var out []*Member
	if Fit(m.Event) {
		near, err := u.ix.Near(m)
		if err != nil {
			return nil, err
		}
		for _, n := range near {
			if known := u.members[n.Key]; known != nil {
				n = known
			}
			u.members[n.Key] = n
			if n.Key != m.Key && Compatible(m, n) {
				out = append(out, n)
			}
		}
	}
	u.near[m.Key] = out
	return out, nil
}

// settle finds the leader of m and asks those again for whom that matters.
func (u *update) settle(m *Member) error {
	was, err := u.ix.Leader(m.Key)
	if err != nil {
		return err
	}
	leader, same, different, err := u.leaderOf(m)
	if err != nil {
		return err
	}
	u.touched[was], u.touched[leader] = true, true
	if was == leader && !u.fresh[m.Key] {
		return nil
	}
	delete(u.fresh, m.Key)
	if err := u.ix.Lead(m.Key, leader); err != nil {
		return err
	}
	followers, err := u.ix.Followers(m.Key)
	if err != nil {
		return err
	}
	near, err := u.compatible(m)
	if err != nil {
		return err
	}
	if leader != m.Key {
		near = nil // only a leader draws others
	}
	again, err := u.all(slices.Concat(followers, same, different))
	if err != nil {
		return err
	}
	for _, n := range append(again, near...) {
		if before(m, n) || slices.Contains(followers, n.Key) {
			u.push(n)
		}
	}
	return nil
}

func (u *update) all(keys []int64) ([]*Member, error) {
	var out []*Member
	for _, key := range keys {
		m, err := u.member(key)
		if err != nil {
			return nil, err
		}
		if m != nil {
			out = append(out, m)
		}
	}
	return out, nil
}

// leaderOf finds who leads m among those before it: what a person linked it to; else
// the nearest compatible leader; else m leads itself. It never shares a leader with
// one that a person told apart from it.
func (u *update) leaderOf(m *Member) (leader int64, same, different []int64, err error) {
	same, different, err = u.ix.Decided(m)
	if err != nil || m.Event.Review == event.ReviewRejected {
		return m.Key, same, different, err
	}
	barred := map[int64]bool{}
	apart, err := u.all(different)
	if err != nil {
		return 0, nil, nil, err
	}
	for _, d := range apart {
		barred[d.Key] = true
		if before(d, m) {
			l, err := u.ix.Leader(d.Key)
			if err != nil {
				return 0, nil, nil, err
			}
			barred[l] = true
		}
	}
	linked, err := u.all(same)
	if err != nil {
		return 0, nil, nil, err
	}
	slices.SortFunc(linked, compare)
	for _, l := range linked {
		if !before(l, m) || l.Event.Review == event.ReviewRejected {
			continue
		}
		if leader, err = u.ix.Leader(l.Key); err != nil || !barred[leader] {
			return leader, same, different, err
		}
	}
	leader, err = u.nearest(m, barred)
	return leader, same, different, err
}

// nearest gives the leader nearest to m among the compatible events before it, m itself when there is none.
func (u *update) nearest(m *Member, barred map[int64]bool) (int64, error) {
	near, err := u.compatible(m)
	if err != nil {
		return 0, err
	}
	var best *Member
	for _, n := range near {
		if barred[n.Key] || !before(n, m) || best != nil && closer(m, best, n) {
			continue
		}
		l, err := u.ix.Leader(n.Key)
		if err != nil {
			return 0, err
		}
		if l == n.Key {
			best = n
		}
	}
	if best == nil {
		return m.Key, nil
	}
	return best.Key, nil
}

// closer reports whether a is closer to m than b; of equals the one before.
func closer(m, a, b *Member) bool {
	return cmp.Or(cmp.Compare(distance(m.Event, a.Event), distance(m.Event, b.Event)), compare(a, b)) < 0
}

func compare(a, b *Member) int {
	switch {
	case before(a, b):
		return -1
	case before(b, a):
		return 1
	}
	return 0
}

// write stores the groups of the leaders that were touched.
func (u *update) write() error {
	keys := make([]int64, 0, len(u.touched))
	for key := range u.touched {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		if err := u.writeOne(key); err != nil {
			return err
		}
	}
	return nil
}

func (u *update) writeOne(key int64) error {
	leader, err := u.member(key)
	if err != nil || leader == nil {
		return err
	}
	l, err := u.ix.Leader(key)
	if err != nil {
		return err
	}
	if l != key { // it follows another, whose group has it
		return u.ix.Store(leader.Event.ID, nil, nil, 0)
	}
	keys, err := u.ix.Followers(key)
	if err != nil {
		return err
	}
	followers, err := u.all(keys)
	if err != nil {
		return err
	}
	linked, err := u.linked(append([]*Member{leader}, followers...))
	if err != nil {
		return err
	}
	slices.SortFunc(followers, func(a, b *Member) int {
		x, y := linked[a.Key], linked[b.Key]
		switch {
		case x != y && x:
			return -1
		case x != y:
			return 1
		case closer(leader, a, b):
			return -1
		}
		return 1
	})
	members, alone := oneOfEach(append([]*Member{leader}, followers...), linked)
	if len(members) == 1 {
		return u.ix.Store(leader.Event.ID, nil, append(alone, members...), 0)
	}
	n, err := u.sources(members)
	if err != nil {
		return err
	}
	return u.ix.Store(leader.Event.ID, members, alone, n)
}

// linked gives those of the events that a person linked to another of them.
func (u *update) linked(all []*Member) (map[int64]bool, error) {
	here := map[int64]bool{}
	for _, m := range all {
		here[m.Key] = true
	}
	out := map[int64]bool{}
	for _, m := range all {
		same, _, err := u.ix.Decided(m)
		if err != nil {
			return nil, err
		}
		out[m.Key] = slices.ContainsFunc(same, func(key int64) bool { return here[key] })
	}
	return out, nil
}

// oneOfEach keeps the first event of each report and of each table, and those that a person linked.
func oneOfEach(all []*Member, linked map[int64]bool) (kept, left []*Member) {
	type origin struct {
		report event.ReportID
		table  string
	}
	seen := map[origin]bool{}
	for _, m := range all {
		o := origin{report: m.Report}
		if m.Table && m.Outlet != "" {
			o = origin{table: m.Outlet}
		}
		if seen[o] && !linked[m.Key] {
			left = append(left, m)
			continue
		}
		seen[o] = true
		kept = append(kept, m)
	}
	return kept, left
}

func (u *update) sources(members []*Member) (int, error) {
	var sources []Source
	var errs []error
	for _, m := range members {
		s := Source{Outlet: m.Outlet}
		if !m.Table {
			var err error
			s.Text, err = u.ix.Text(m.Report)
			errs = append(errs, err)
		}
		sources = append(sources, s)
	}
	return Independent(sources), errors.Join(errs...)
}

// queue is a heap of events, the one before all others first.
type queue []*Member

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return before(q[i], q[j]) }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }

// Push adds an event; it is for package heap.
func (q *queue) Push(x any) { *q = append(*q, x.(*Member)) } //nolint:forcetypeassert // the queue holds nothing else

// Pop takes the last event; it is for package heap.
func (q *queue) Pop() any {
	old := *q
	m := old[len(old)-1]
	*q = old[:len(old)-1]
	return m
}
