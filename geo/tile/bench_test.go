package tile

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
)

// The load: 10,000 points of one tile with seven properties, as an events tile has them.
const benchPoints = 10000

type benchRow struct {
	x, y             int32
	id, date, source string
	kind             string
	killed, precise  int64
	actor            string
}

func benchRows() []benchRow {
	r := rand.New(rand.NewPCG(1, 1))
	kinds := []string{"Armed clash", "Shelling/artillery/missile attack", "Air/drone strike", "Attack"}
	rows := make([]benchRow, benchPoints)
	for i := range rows {
		rows[i] = benchRow{
			int32(r.IntN(Extent)), int32(r.IntN(Extent)),
			fmt.Sprintf("ev%08d", i), fmt.Sprintf("2024-%02d-%02d", 1+r.IntN(12), 1+r.IntN(28)), fmt.Sprintf("source %d", r.IntN(30)),
			kinds[r.IntN(len(kinds))], int64(r.IntN(20)), int64(1 + r.IntN(3)), fmt.Sprintf("actor %d", r.IntN(50)),
		}
	}
	return rows
}

func perFeature(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchPoints, "ns/feature")
}

// BenchmarkTagged is the fastest way in, by numbers of values.
func BenchmarkTagged(b *testing.B) {
	rows := benchRows()
	bld := NewBuilder(9, 304, 179)
	buf := bld.Append(nil)
	b.ReportAllocs()
	for b.Loop() {
		bld.Reset(9, 304, 179)
		l := bld.Layer("events")
		var k [7]uint32
		for i, name := range [7]string{"id", "date", "source", "type", "killed", "precision", "actor"} {
			k[i] = l.KeyIndex(name)
		}
		for i := range rows {
			r := &rows[i]
			tags := [14]uint32{
				k[0], l.UniqueTextIndex(r.id), k[1], l.TextIndex(r.date), k[2], l.TextIndex(r.source),
				k[3], l.TextIndex(r.kind), k[4], l.IntIndex(r.killed), k[5], l.IntIndex(r.precise), k[6], l.TextIndex(r.actor),
			}
			l.Tagged(r.x, r.y, uint64(i+1), tags[:])
		}
		buf = bld.Append(buf[:0])
	}
	perFeature(b)
}

// BenchmarkPoint is the easy way in, by properties.
func BenchmarkPoint(b *testing.B) {
	rows := benchRows()
	bld := NewBuilder(9, 304, 179)
	buf := bld.Append(nil)
	pts := make([]orb.Point, len(rows))
	for i, r := range rows {
		pts[i] = bld.ID().Unproject(r.x, r.y)
	}
	b.ReportAllocs()
	for b.Loop() {
		bld.Reset(9, 304, 179)
		l := bld.Layer("events")
		for i := range rows {
			r := &rows[i]
			l.Point(pts[i], uint64(i+1), Text("id", r.id), Text("date", r.date), Text("source", r.source),
				Text("type", r.kind), Int("killed", r.killed), Int("precision", r.precise), Text("actor", r.actor))
		}
		buf = bld.Append(buf[:0])
	}
	perFeature(b)
}

// BenchmarkOrb writes the same rows with orb, for comparison in the same run.
func BenchmarkOrb(b *testing.B) {
	fc := geojson.NewFeatureCollection()
	for i, r := range benchRows() {
		f := geojson.NewFeature(orb.Point{float64(r.x), float64(r.y)})
		f.ID = uint64(i + 1)
		f.Properties = geojson.Properties{"id": r.id, "date": r.date, "source": r.source, "type": r.kind, "killed": r.killed, "precision": r.precise, "actor": r.actor}
		fc.Append(f)
	}
	layers := mvt.Layers{mvt.NewLayer("events", fc)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := mvt.Marshal(layers); err != nil {
			b.Fatal(err)
		}
	}
	perFeature(b)
}
