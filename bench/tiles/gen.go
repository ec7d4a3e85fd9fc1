package main

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"time"
)

// The events of the load: settlements in clumps along a line and a few far ones, each
// with a share of the events that falls with its rank; a third of the events lie exactly
// on the settlement, the others around it. Names are numbers: nothing of it is real.
const (
	settlements = 4000
	firstDay    = "2022-01-01"
	days        = 1096
)

// make-believe words of an event's notes.
//
//nolint:gochecknoglobals // tables, never written
var (
	genTypes  = []string{"Battles", "Explosions/Remote violence", "Violence against civilians", "Strategic developments", "Protests", "Riots"}
	genShares = []float64{.28, .82, .88, .97, .99, 1}
	genWords  = []string{"shelling", "drone", "road", "bridge", "houses", "damage", "reported", "overnight", "near", "the", "river", "depot", "assault", "repelled", "claimed", "by", "officials", "video", "unconfirmed", "two", "vehicles"}
)

// generate writes n events as CSV with the columns id, lon, lat, date, type, actor1, actor2, fatalities, source, precision, notes.
func generate(path string, n int, seed uint64) (err error) {
	f, err := os.Create(path) //nolint:gosec // a file of ours
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	defer func() { err = errors.Join(err, w.Flush(), f.Close()) }()
	rnd := rand.New(rand.NewPCG(seed, 7)) //nolint:gosec // a load, not a secret
	spots := make([][2]float64, settlements)
	for i := range spots {
		if along := rnd.Float64(); i%5 > 0 { // an arc across the map
			a := math.Pi * (0.15 + 0.7*along)
			spots[i] = [2]float64{35 - 5*math.Cos(a) + rnd.NormFloat64()*.4, 46 + 5*math.Sin(a) + rnd.NormFloat64()*.25}
		} else {
			spots[i] = [2]float64{22 + 20*rnd.Float64(), 44 + 9*rnd.Float64()}
		}
	}
	start, _ := time.Parse(time.DateOnly, firstDay)
	if _, err := fmt.Fprintln(w, "id,lon,lat,date,type,actor1,actor2,fatalities,source,precision,notes"); err != nil {
		return err
	}
	for id := range n {
		rank := int(math.Exp(rnd.Float64()*math.Log(settlements+1))) - 1 // a share of about 1/rank
		at, precision := spots[rank%settlements], 1
		if rnd.Float64() > .35 {
			km, angle := rnd.ExpFloat64()*2.5, rnd.Float64()*2*math.Pi
			at[0] += km * math.Cos(angle) / (111.3 * math.Cos(at[1]*math.Pi/180))
			at[1] += km * math.Sin(angle) / 111.3
			precision = 2
		}
		kind, u := 0, rnd.Float64()
		for genShares[kind] < u {
			kind++
		}
		dead := 0
		if rnd.Float64() < .2 {
			dead = int(rnd.ExpFloat64() * 4)
		}
		day := start.AddDate(0, 0, int(math.Sqrt(rnd.Float64())*(days-.01)))
		_, err := fmt.Fprintf(w, "%d,%.5f,%.5f,%s,%s,Side %d,Side %d,%d,Agency %d,%d,%s\n",
			id+1, at[0], at[1], day.Format(time.DateOnly), genTypes[kind], 1+rnd.IntN(3), 1+rnd.IntN(14), dead, int(rnd.Float64()*rnd.Float64()*40), precision, notes(rnd, rank))
		if err != nil {
			return err
		}
	}
	return nil
}

// notes makes about 80 bytes of words.
func notes(rnd *rand.Rand, rank int) string {
	b := fmt.Appendf(make([]byte, 0, 96), "At settlement %d", rank)
	for len(b) < 72 {
		b = append(append(b, ' '), genWords[rnd.IntN(len(genWords))]...)
	}
	return string(b)
}
