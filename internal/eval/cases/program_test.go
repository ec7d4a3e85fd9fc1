package cases

import (
	"math"
	"sync"

	"sitmap/gazetteer"
	"sitmap/gazetteer/data"
	"sitmap/gazetteer/resolve"
	"sitmap/internal/mention"
	"sitmap/internal/text"
)

type engine struct {
	rec *mention.Recogniser
	res *resolve.Resolver
}

var engines = sync.OnceValues(func() (engine, error) {
	ix, err := data.Default()
	if err != nil {
		return engine{}, err
	}
	return engine{mention.New(ix, mention.Options{}), resolve.New(ix, resolve.Options{})}, nil
})

// find recognises and resolves the places of a case with the embedded index.
func find(c Case) ([]Found, error) {
	e, err := engines()
	if err != nil {
		return nil, err
	}
	toks := text.Tokens(c.Text)
	off := text.NewOffsets(c.Text)
	ms := e.rec.Find(c.Text, toks, text.Sentences(c.Text, toks), c.Lang)
	var out []Found
	for _, r := range e.res.Resolve(resolve.Input{Text: c.Text, Mentions: ms, Lang: c.Lang, Hints: c.Hints}) {
		if r.Mention.Role == gazetteer.RoleDemonym {
			continue
		}
		f := Found{Surface: r.Mention.Text, Start: off.Rune(r.Mention.Start), End: off.Rune(r.Mention.End), Lat: math.NaN(), Lon: math.NaN()}
		if r.Chosen != nil {
			f.Country, f.Lat, f.Lon = r.Chosen.Place.Country, r.Chosen.Place.Point[1], r.Chosen.Place.Point[0]
		}
		out = append(out, f)
	}
	return out, nil
}
