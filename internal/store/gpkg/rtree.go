package gpkg

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// An R*Tree of SQLite is three tables: nodes, in which node each row lies, and in
// which node each node lies (https://www.sqlite.org/rtree.html, 2.1). A node is two
// bytes of depth (of the root only), two bytes that count its cells, and the cells:
// an ID of eight bytes and four float32 (min x, max x, min y, max y), all
// big-endian. Putting many boxes in one by one rewrites most of the tree at every
// transaction; packing them into full leaves first and hanging those into the tree
// costs a fraction and leaves a tree that SQLite goes on with.

const (
	nodeHead   = 4
	cellBytes  = 24
	packed     = 0.9 // how full a packed leaf is, so that later rows find room
	fewBoxes   = 256 // fewer boxes go in one by one
	rootNode   = 1
	deepestNow = 40 // RTREE_MAX_DEPTH of SQLite
)

// box is what an R*Tree keeps of a row: float32 rounded outwards.
type box struct {
	id                     int64
	minX, maxX, minY, maxY float32
}

func boxOf(id int64, b orb.Bound) box {
	return box{id, down(b.Min[0]), up(b.Max[0]), down(b.Min[1]), up(b.Max[1])}
}

// down gives the greatest float32 that is not above v.
func down(v float64) float32 {
	f := float32(v)
	if float64(f) > v {
		return math.Nextafter32(f, float32(math.Inf(-1)))
	}
	return f
}

// up gives the least float32 that is not below v.
func up(v float64) float32 { return -down(-v) }

func (b box) union(o box) box {
	return box{b.id, min(b.minX, o.minX), max(b.maxX, o.maxX), min(b.minY, o.minY), max(b.maxY, o.maxY)}
}

func (b box) area() float64 { return float64(b.maxX-b.minX) * float64(b.maxY-b.minY) }

// around gives the box of all cells.
func boxAround(id int64, cells []box) box {
	out := cells[0]
	for _, c := range cells[1:] {
		out = out.union(c)
	}
	out.id = id
	return out
}

// pack cuts boxes into runs of at most size that lie close together
// (sort-tile-recursive: strips by x, then by y in each strip).
func pack(boxes []box, size int) [][]box {
	leaves := (len(boxes) + size - 1) / size
	strip := int(math.Ceil(math.Sqrt(float64(leaves)))) * size
	slices.SortFunc(boxes, func(a, b box) int { return cmp.Or(cmp.Compare(a.minX+a.maxX, b.minX+b.maxX), cmp.Compare(a.id, b.id)) })
	var out [][]box
	for s := range slices.Chunk(boxes, strip) {
		slices.SortFunc(s, func(a, b box) int { return cmp.Or(cmp.Compare(a.minY+a.maxY, b.minY+b.maxY), cmp.Compare(a.id, b.id)) })
		out = slices.AppendSeq(out, slices.Chunk(s, size))
	}
	return out
}

// node is one node above the leaves, or a new leaf.
type node struct {
	id    int64
	cells []box
}

// tree is an R*Tree while boxes are packed into it.
type tree struct {
	w       *writer
	st      *treeStatements
	depth   int // levels below the root
	room    int // cells in a node
	next    int64
	nodes   map[int64]*node // those read or made
	dirty   map[int64]bool
	parents map[int64]int64 // those that changed
}

// addBoxes puts boxes into an R*Tree that lacks them.
func (w *writer) addBoxes(st *treeStatements, boxes []box) error {
	if len(boxes) < fewBoxes {
		for _, b := range boxes {
			if err := w.exec(st.add, b.id, float64(b.minX), float64(b.maxX), float64(b.minY), float64(b.maxY)); err != nil {
				return err
			}
		}
		return nil
	}
	t := &tree{w: w, st: st, nodes: map[int64]*node{}, dirty: map[int64]bool{}, parents: map[int64]int64{}}
	if err := t.open(); err != nil {
		return err
	}
	if t.depth == 0 { // the root is a leaf: its rows are packed with the others
		boxes = append(boxes, t.nodes[rootNode].cells...)
		t.nodes[rootNode].cells = nil
		t.depth = 1
	}
	for _, cells := range pack(boxes, int(float64(t.room)*packed)) {
		leaf := t.make(cells)
		for _, c := range cells {
			if err := w.exec(st.setRow, c.id, leaf.id); err != nil {
				return err
			}
		}
		if err := t.hang(boxAround(leaf.id, cells)); err != nil {
			return err
		}
	}
	return t.write()
}

// open reads the root.
func (t *tree) open() error {
	if err := t.w.row(t.st.lastNode).Scan(&t.next); err != nil {
		return err
	}
	var data []byte
	if err := t.w.row(t.st.node, rootNode).Scan(&data); err != nil {
		return fmt.Errorf("read the root: %w", err)
	}
	root, err := parseNode(rootNode, data)
	if err != nil {
		return err
	}
	t.nodes[rootNode] = root
	t.depth = int(binary.BigEndian.Uint16(data))
	t.room = (len(data) - nodeHead) / cellBytes
	if t.room < 4 || t.depth > deepestNow {
		return fmt.Errorf("the root of an R*Tree has room for %d cells and depth %d: it is damaged", t.room, t.depth)
	}
	return nil
}

func parseNode(id int64, data []byte) (*node, error) {
	if len(data) < nodeHead {
		return nil, fmt.Errorf("node %d of an R*Tree is damaged", id)
	}
	n := int(binary.BigEndian.Uint16(data[2:]))
	if nodeHead+n*cellBytes > len(data) {
		return nil, fmt.Errorf("node %d of an R*Tree is damaged", id)
	}
	out := &node{id: id, cells: make([]box, n)}
	for i := range out.cells {
		c := data[nodeHead+i*cellBytes:]
		f := func(at int) float32 { return math.Float32frombits(binary.BigEndian.Uint32(c[at:])) }
		out.cells[i] = box{int64(binary.BigEndian.Uint64(c)), f(8), f(12), f(16), f(20)} //nolint:gosec // IDs are SQLite's signed integers
	}
	return out, nil
}

func (t *tree) encode(n *node) []byte {
	data := make([]byte, nodeHead+t.room*cellBytes)
	if n.id == rootNode {
		binary.BigEndian.PutUint16(data, uint16(t.depth)) //nolint:gosec // at most deepestNow
	}
	binary.BigEndian.PutUint16(data[2:], uint16(len(n.cells))) //nolint:gosec // at most room
	for i, c := range n.cells {
		at := data[nodeHead+i*cellBytes:]
		binary.BigEndian.PutUint64(at, uint64(c.id)) //nolint:gosec // IDs are SQLite's signed integers
		for k, v := range [4]float32{c.minX, c.maxX, c.minY, c.maxY} {
			binary.BigEndian.PutUint32(at[8+4*k:], math.Float32bits(v))
		}
	}
	return data
}

// make makes a node of cells.
func (t *tree) make(cells []box) *node {
	t.next++
	n := &node{t.next, cells}
	t.nodes[n.id], t.dirty[n.id] = n, true
	return n
}

func (t *tree) node(id int64) (*node, error) {
	if n := t.nodes[id]; n != nil {
		return n, nil
	}
	var data []byte
	if err := t.w.row(t.st.node, id).Scan(&data); err != nil {
		return nil, fmt.Errorf("read node %d of an R*Tree: %w", id, err)
	}
	n, err := parseNode(id, data)
	if err == nil {
		t.nodes[id] = n
	}
	return n, err
}

// hang puts a leaf into the node above the leaves that grows least by it.
func (t *tree) hang(leaf box) error {
	path := []*node{t.nodes[rootNode]}
	for range t.depth - 1 {
		n := path[len(path)-1]
		best := cheapest(n.cells, leaf)
		id := n.cells[best].id
		n.cells[best] = n.cells[best].union(leaf)
		t.dirty[n.id] = true
		child, err := t.node(id)
		if err != nil {
			return err
		}
		path = append(path, child)
	}
	last := path[len(path)-1]
	t.put(last, leaf)
	for i := len(path) - 1; i >= 0 && len(path[i].cells) > t.room; i-- {
		if i == 0 {
			t.growRoot()
			return nil
		}
		t.split(path[i-1], path[i])
	}
	return nil
}

// cheapest gives the cell that grows least when it takes b in; the smaller one of equals.
func cheapest(cells []box, b box) int {
	best, grows, size := 0, math.Inf(1), math.Inf(1)
	for i, c := range cells {
		area := c.area()
		if g := c.union(b).area() - area; g < grows || g == grows && area < size {
			best, grows, size = i, g, area
		}
	}
	return best
}

func (t *tree) put(n *node, c box) {
	n.cells = append(n.cells, c)
	t.dirty[n.id] = true
	t.parents[c.id] = n.id
}

// halves cuts cells in two along the axis on which their centres spread more.
func halves(cells []box) (a, b []box) {
	all := boxAround(0, cells)
	centre := func(c box) float32 { return c.minX + c.maxX }
	if all.maxY-all.minY > all.maxX-all.minX {
		centre = func(c box) float32 { return c.minY + c.maxY }
	}
	slices.SortFunc(cells, func(a, b box) int { return cmp.Or(cmp.Compare(centre(a), centre(b)), cmp.Compare(a.id, b.id)) })
	half := len(cells) / 2
	return slices.Clone(cells[:half]), slices.Clone(cells[half:])
}

// split moves half of a full node into a new one beside it.
func (t *tree) split(parent, full *node) {
	kept, moved := halves(full.cells)
	full.cells = kept
	t.dirty[full.id] = true
	beside := t.make(moved)
	for _, c := range moved {
		t.parents[c.id] = beside.id
	}
	for i := range parent.cells {
		if parent.cells[i].id == full.id {
			parent.cells[i] = boxAround(full.id, kept)
		}
	}
	t.put(parent, boxAround(beside.id, moved))
}

// growRoot puts a full root's cells into two nodes below it.
func (t *tree) growRoot() {
	root := t.nodes[rootNode]
	a, b := halves(root.cells)
	root.cells = nil
	for _, cells := range [2][]box{a, b} {
		n := t.make(cells)
		for _, c := range cells {
			t.parents[c.id] = n.id
		}
		t.put(root, boxAround(n.id, cells))
	}
	t.depth++
}

// write stores what has changed, in the order of the nodes.
func (t *tree) write() error {
	t.dirty[rootNode] = true
	for _, id := range sortedKeys(t.dirty) {
		if err := t.w.exec(t.st.setNode, id, t.encode(t.nodes[id])); err != nil {
			return err
		}
	}
	for _, id := range sortedKeys(t.parents) {
		if err := t.w.exec(t.st.setParent, id, t.parents[id]); err != nil {
			return err
		}
	}
	return nil
}

func sortedKeys[V any](m map[int64]V) []int64 {
	out := make([]int64, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
