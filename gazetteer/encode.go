package gazetteer

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"sitmap/gazetteer/names"
)

// Entry is one place as it goes into an index.
type Entry struct {
	ID          ID        // "" for areas (made of their codes) and for IDPrefix
	IDPrefix    string    // makes the ID of the point, see [PointID]; only without ID
	Name        string    // main name, Latin script
	Point       orb.Point // lon, lat
	Class       Class
	Feature     string
	Country     string // ISO 3166-1 alpha-2
	Admin1      string // code; an area has its own code here
	Admin2      string
	Admin1Guess bool
	Admin2Guess bool
	Population  int64 // -1 or 0 unknown
	Approximate bool
	Source      string
	Names       []Name      // other names
	Course      []orb.Point // of a river: lon, lat from source to mouth; see [Index.Course]
}

// Name is another name of a place.
type Name struct {
	Text string
	Kind NameKind
}

// ErrEntry is wrapped by the errors of [Encode] about one entry.
var ErrEntry = errors.New("place does not fit into a gazetteer")

// Encode makes the index file of the entries. The same entries in any order give
// the same bytes. It sorts the entries in place, takes their other names away and fills in the IDs that follow from
// codes. Of info it takes Sources and Built; the rest is counted.
func Encode(entries []Entry, info Info) ([]byte, error) {
	e := &encoder{entries: entries, info: info}
	for _, step := range []func() error{e.prepare, e.columns, e.keys, e.sounds, e.ids, e.courses, e.finish} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	out := assemble(e.secs)
	return out, nil
}

type encoder struct {
	entries  []Entry
	info     Info
	mainKeys []string // folded main name of each entry
	secs     []section
	pool     textPool
	allKeys  []string // every key, in order
	sounded  []bool   // keys that some place has as main or usual name
}

func (e *encoder) add(id int, width int, data []byte) {
	e.secs = append(e.secs, section{uint32(id), uint32(width), data})
}

// prepare checks the entries and puts them into the order of their keys.
func (e *encoder) prepare() error {
	type row struct {
		key    string
		weight float32
		at     int
	}
	order := make([]row, len(e.entries))
	for i := range e.entries {
		en := &e.entries[i]
		if err := normalise(en); err != nil {
			return err
		}
		order[i] = row{key: cutKey(names.Fold(en.Name)), weight: importance(en.Class, en.Feature, en.Population), at: i}
		if order[i].key == "" {
			return fmt.Errorf("%w: %s has the name %q, which leaves nothing to search for", ErrEntry, en.ID, en.Name)
		}
	}
	slices.SortFunc(order, func(a, b row) int {
		return cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(b.weight, a.weight), strings.Compare(string(e.entries[a.at].ID), string(e.entries[b.at].ID)))
	})
	e.mainKeys = make([]string, len(order))
	from := make([]int, len(order))
	for i, o := range order {
		e.mainKeys[i], from[i] = o.key, o.at
	}
	permute(e.entries, from)
	return e.noTwins()
}

// permute puts the entry at from[i] to i, in place; it uses up from.
func permute(entries []Entry, from []int) {
	for start := range from {
		if from[start] < 0 {
			continue
		}
		first, i := entries[start], start
		for from[i] != start {
			next := from[i]
			entries[i] = entries[next]
			from[i] = -1
			i = next
		}
		entries[i] = first
		from[i] = -1
	}
}

// noTwins refuses two places with one ID.
func (e *encoder) noTwins() error {
	order := make([]uint32, len(e.entries))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return strings.Compare(string(e.entries[a].ID), string(e.entries[b].ID)) })
	for i := 1; i < len(order); i++ {
		if a, b := &e.entries[order[i-1]], &e.entries[order[i]]; a.ID == b.ID {
			return fmt.Errorf("%w: two places have the ID %s (%q and %q)", ErrEntry, a.ID, a.Name, b.Name)
		}
	}
	return nil
}

// normalise checks one entry and fills in what follows from the rest.
func normalise(en *Entry) error {
	if en.Country != "" && (len(en.Country) != 2 || strings.ToUpper(en.Country) != en.Country) {
		return fmt.Errorf("%w: %q has the country %q; want two capital letters", ErrEntry, en.Name, en.Country)
	}
	if len(en.Admin1)+len(en.Admin2) > 200 || strings.ContainsAny(en.Admin1, ".\x00") {
		return fmt.Errorf("%w: %q has the area codes %q, %q", ErrEntry, en.Name, en.Admin1, en.Admin2)
	}
	if !(en.Point[0] >= -180 && en.Point[0] <= 180 && en.Point[1] >= -90 && en.Point[1] <= 90) {
		return fmt.Errorf("%w: %q lies at longitude %v, latitude %v", ErrEntry, en.Name, en.Point[0], en.Point[1])
	}
	if en.Population > 1<<32-1 {
		return fmt.Errorf("%w: %q has %d inhabitants", ErrEntry, en.Name, en.Population)
	}
	if len(en.Course) > maxCourse {
		return fmt.Errorf("%w: the course of %q has %d points; at most %d", ErrEntry, en.Name, len(en.Course), maxCourse)
	}
	for _, p := range en.Course {
		if !(p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90) {
			return fmt.Errorf("%w: the course of %q has the longitude %v, latitude %v", ErrEntry, en.Name, p[0], p[1])
		}
	}
	switch {
	case en.isArea():
		en.ID = areaID(areaCode(en.Country, en.Admin1, en.Admin2))
	case en.ID == "" && en.IDPrefix != "":
		en.ID = PointID(en.IDPrefix, en.Point)
	case en.ID == "":
		return fmt.Errorf("%w: %q has no ID", ErrEntry, en.Name)
	}
	return nil
}

// isArea reports whether the entry is the area that its codes name.
func (en *Entry) isArea() bool {
	switch en.Class {
	case ClassCountry:
		return en.Country != "" && en.Admin1 == ""
	case ClassAdmin1:
		return en.Country != "" && en.Admin1 != "" && en.Admin2 == ""
	case ClassAdmin2:
		return en.Country != "" && en.Admin1 != "" && en.Admin2 != ""
	}
	return false
}

func areaID(code string) ID {
	switch strings.Count(code, ".") {
	case 0:
		return ID("iso:" + code)
	case 1:
		return ID("adm1:" + code)
	}
	return ID("adm2:" + code)
}

func cutKey(k string) string {
	if len(k) <= maxKey {
		return k
	}
	k = k[:maxKey]
	for !utf8.ValidString(k) {
		k = k[:len(k)-1]
	}
	return strings.TrimRight(k, " ")
}

// columns writes what every place has.
func (e *encoder) columns() error {
	codes := map[string]Ref{}
	for i := range e.entries {
		en := &e.entries[i]
		code := areaCode(en.Country, en.Admin1, en.Admin2)
		for c := code; c != ""; c = parentCode(c) {
			if _, ok := codes[c]; !ok {
				codes[c] = noRef
			}
		}
		if en.isArea() {
			codes[code] = Ref(i)
		}
	}
	rows, texts, at := packAreas(codes)
	e.add(secAreaRows, 0, rows)
	e.add(secAreaCodes, 0, texts)
	aw := widthFor(len(codes))
	var areaCol []byte
	for i := range e.entries {
		en := &e.entries[i]
		row := uint32(0)
		if en.Country != "" {
			row = uint32(at[areaCode(en.Country, en.Admin1, en.Admin2)]) + 1
		}
		areaCol = appendNum(areaCol, row, aw)
	}
	points := packPoints(e.entries)
	e.add(secPoints, points.w, points.b)
	e.add(secSquares, points.squares.w, points.squares.b)
	e.add(secAreas, aw, areaCol)
	e.spatial()
	return e.kinds()
}

func parentCode(c string) string {
	d := splitCode(c)
	switch {
	case d[0] == len(c):
		return ""
	case d[1] == len(c):
		return c[:d[0]]
	}
	return c[:d[1]]
}

func (e *encoder) spatial() {
	type cell struct {
		code uint64
		ref  uint32
	}
	cells := make([]cell, len(e.entries))
	for i := range cells {
		cells[i] = cell{morton(quantise(e.entries[i].Point)), uint32(i)}
	}
	slices.SortFunc(cells, func(a, b cell) int { return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.ref, b.ref)) })
	w := widthFor(len(cells))
	out := make([]byte, 0, w*len(cells))
	for _, c := range cells {
		out = appendNum(out, c.ref, w)
	}
	e.add(secSpatial, w, out)
}

func (e *encoder) kinds() error {
	var list []kind
	at := map[kind]int{}
	ids := make([]uint32, len(e.entries))
	for pass := range 2 { // count first, so that the numbers follow a fixed order
		for i := range e.entries {
			k := e.entries[i].kind()
			if pass == 1 {
				ids[i] = uint32(at[k])
			} else if _, ok := at[k]; !ok {
				at[k] = 0
				list = append(list, k)
			}
		}
		slices.SortFunc(list, func(a, b kind) int {
			return cmp.Or(cmp.Compare(a.Class, b.Class), strings.Compare(a.Feature, b.Feature), strings.Compare(a.Source, b.Source),
				cmp.Compare(a.Flags, b.Flags), cmp.Compare(a.Scheme, b.Scheme), strings.Compare(a.Prefix, b.Prefix))
		})
		for i, k := range list {
			at[k] = i
		}
	}
	w := widthFor(len(list))
	col := make([]byte, 0, w*len(ids))
	for _, id := range ids {
		col = appendNum(col, id, w)
	}
	js, err := json.Marshal(list)
	if err != nil {
		return fmt.Errorf("write the kinds of places: %w", err)
	}
	e.add(secKinds, 0, js)
	e.add(secKindColumn, w, col)
	return nil
}

func (en *Entry) kind() kind {
	k := kind{Class: en.Class, Feature: en.Feature, Source: en.Source}
	if en.Approximate {
		k.Flags |= flagApproximate
	}
	if en.Admin1Guess && en.Admin1 != "" {
		k.Flags |= flagAdmin1Guess
	}
	if en.Admin2Guess && en.Admin2 != "" {
		k.Flags |= flagAdmin2Guess
	}
	k.Prefix, _, k.Scheme = splitID(en)
	return k
}

// splitID says how the ID of an entry is stored.
func splitID(en *Entry) (prefix string, num uint32, scheme uint8) {
	if en.isArea() {
		return "", 0, idArea
	}
	id := string(en.ID)
	if p, digits, ok := strings.Cut(id, ":"); ok && len(p) <= 8 {
		if n, ok := number(digits); ok {
			return id[:len(p)+1], n, idNum
		}
		if len(digits) == 10 && geohash(quantise(en.Point)) == digits {
			return id[:len(p)+1], 0, idPoint
		}
	}
	return "", 0, idText
}

// number reads a decimal number as it is written, without sign or leading zeros.
func number(s string) (uint32, bool) {
	var n uint64
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' || i > 9 {
			return 0, false
		}
		n = n*10 + uint64(s[i]-'0')
	}
	return uint32(n), len(s) > 0 && n < 1<<32 && (s[0] != '0' || len(s) == 1)
}

// posting is an alternate name on its way into the key table.
type posting struct {
	key  string
	ref  uint32
	kind NameKind
}

// keys writes the key table and the names that do not follow from their key.
func (e *encoder) keys() error {
	posts := e.postings()
	w := 1
	for len(e.entries)<<postingShift > 1<<(8*w) {
		w++
	}
	if w > 4 {
		return fmt.Errorf("%w: %d places are too many", ErrEntry, len(e.entries))
	}
	var blocks, data []byte
	prev := ""
	for i, p := 0, 0; i < len(e.entries) || p < len(posts); {
		key := ""
		switch {
		case p == len(posts) || i < len(e.entries) && e.mainKeys[i] <= posts[p].key:
			key = e.mainKeys[i]
		default:
			key = posts[p].key
		}
		first, from := i, p
		for i < len(e.entries) && e.mainKeys[i] == key {
			i++
		}
		for p < len(posts) && posts[p].key == key {
			p++
		}
		shared := commonPrefix(prev, key)
		if len(e.allKeys)%blockKeys == 0 {
			shared = 0
			blocks = binary.LittleEndian.AppendUint32(blocks, uint32(len(data)))
			blocks = binary.LittleEndian.AppendUint32(blocks, uint32(first))
		}
		counts := i-first != 1 || p > from
		data = appendKeyHead(data, shared, len(key)-shared, counts)
		data = append(data, key[shared:]...)
		if counts {
			data = appendCounts(data, i-first, p-from)
		}
		for _, po := range posts[from:p] {
			data = appendNum(data, po.ref<<postingShift|uint32(po.kind), w)
		}
		e.allKeys = append(e.allKeys, key)
		e.sounded = append(e.sounded, i > first || soundsAlone(posts[from:p]))
		prev = key
	}
	e.add(secBlocks, 0, blocks)
	e.add(secKeys, w, data)
	shown := make([]uint32, 0, 1024)
	bits := packBits(len(e.entries), func(i int) bool {
		en := &e.entries[i]
		title := names.Title(e.mainKeys[i])
		if en.Name == title {
			return false
		}
		shown = append(shown, e.pool.add(namePatch(title, en.Name)))
		return true
	})
	e.addSparse(secNameBits, secNameVals, bits, shown)
	return nil
}

func commonPrefix(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// postings lists the other names, each key once a place and without its main key.
func (e *encoder) postings() []posting {
	var out []posting
	for i := range e.entries {
		from := len(out)
		for _, n := range e.entries[i].Names {
			key := cutKey(names.Fold(n.Text))
			if key == "" || key == e.mainKeys[i] {
				continue
			}
			if j := slices.IndexFunc(out[from:], func(p posting) bool { return p.key == key }); j >= 0 {
				out[from+j].kind = min(out[from+j].kind, n.Kind)
				continue
			}
			out = append(out, posting{key, uint32(i), n.Kind})
		}
		e.entries[i].Names = nil // read once; gives the memory back early
	}
	slices.SortFunc(out, func(a, b posting) int {
		return cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(a.kind, b.kind), cmp.Compare(a.ref, b.ref))
	})
	return out
}

func (e *encoder) addSparse(bitsID, valsID int, bits []byte, vals []uint32) {
	maximum := uint32(0)
	for _, v := range vals {
		maximum = max(maximum, v)
	}
	w := widthFor(int(maximum))
	col := make([]byte, 0, w*len(vals))
	for _, v := range vals {
		col = appendNum(col, v, w)
	}
	e.add(bitsID, 0, bits)
	e.add(valsID, w, col)
}

// soundsAlone reports whether a key that is nobody's main name has a skeleton of
// its own to be found by: names in other scripts and languages have, spellings of
// the main name mostly share its skeleton and are left out.
func soundsAlone(posts []posting) bool {
	return slices.ContainsFunc(posts, func(p posting) bool { return p.kind == NameExonym && names.ScriptOf(p.key) == names.ScriptCyrillic })
}

// soundHash is the bucket key of a skeleton.
func soundHash(skeleton []byte) uint32 {
	h := fnv.New32a()
	_, _ = h.Write(skeleton)
	return h.Sum32()
}

// sounds writes the table from skeletons to keys.
func (e *encoder) sounds() error {
	n := len(e.allKeys)
	logBuckets := max(bits.Len(uint(n/32)), 1)
	type sound struct{ hash, ord uint32 }
	list := make([]sound, 0, n)
	var buf []byte
	for i, k := range e.allKeys {
		if !e.sounded[i] {
			continue
		}
		buf = names.SkeletonOfFolded(buf[:0], []byte(k))
		if len(buf) > 0 {
			list = append(list, sound{soundHash(buf), uint32(i)})
		}
	}
	slices.SortFunc(list, func(a, b sound) int {
		return cmp.Or(cmp.Compare(a.hash>>(32-logBuckets), b.hash>>(32-logBuckets)), cmp.Compare(a.ord, b.ord))
	})
	w := widthFor(n)
	var dir, ords []byte
	next := 0
	for b := range 1<<logBuckets + 1 {
		for next < len(list) && int(list[next].hash>>(32-logBuckets)) < b {
			ords = appendNum(ords, list[next].ord, w)
			next++
		}
		dir = appendNum(dir, uint32(next), w)
	}
	e.add(secSoundDir, w, dir)
	e.add(secSounds, w, ords)
	return nil
}

// ids writes populations and identifiers.
func (e *encoder) ids() error {
	var pops, nums, textIDs []uint32
	popBits := packBits(len(e.entries), func(i int) bool {
		if p := e.entries[i].Population; p > 0 {
			pops = append(pops, uint32(p))
			return true
		}
		return false
	})
	numBits := packBits(len(e.entries), func(i int) bool {
		_, num, scheme := splitID(&e.entries[i])
		if scheme == idNum {
			nums = append(nums, num)
		}
		return scheme == idNum
	})
	textBits := packBits(len(e.entries), func(i int) bool {
		_, _, scheme := splitID(&e.entries[i])
		if scheme == idText {
			textIDs = append(textIDs, e.pool.add(string(e.entries[i].ID)))
		}
		return scheme == idText
	})
	e.addSparse(secPopBits, secPopVals, popBits, pops)
	e.addSparse(secNumBits, secNumVals, numBits, nums)
	e.addSparse(secTextIDBits, secTextIDVals, textBits, textIDs)
	order := make([]uint32, len(nums))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Or(cmp.Compare(nums[a], nums[b]), cmp.Compare(a, b)) })
	w := widthFor(len(nums))
	var col []byte
	if len(nums) > scanNums {
		for _, o := range order {
			col = appendNum(col, o, w)
		}
	}
	e.add(secNumOrder, w, col)
	return nil
}

func (e *encoder) finish() error {
	e.add(secTexts, 0, e.pool.buf)
	e.info.Places, e.info.Names, e.info.Bytes = len(e.entries), len(e.allKeys), 0
	js, err := json.Marshal(e.info)
	if err != nil {
		return fmt.Errorf("write the information of the gazetteer: %w", err)
	}
	e.add(secInfo, 0, js)
	return nil
}
