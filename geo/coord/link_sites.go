package coord

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"sitmap/geo"
	"sitmap/internal/regex"
)

//nolint:gochecknoglobals // compiled patterns, never written
var (
	rePin      = regex.New(`!3d` + reNum + `!4d` + reNum)
	reAtAlone  = regex.New(`^@?` + reNum + `,\s?` + reNum + `,(\d+(?:\.\d+)?)([zm])(?:[,/].*)?$`)
	reDistance = regex.New(`,(\d+(?:\.\d+)?)d[,/]`)
	reStop     = regex.New(`!1d` + reNum + `!2d` + reNum)
	reEmbedded = regex.New(`!2d` + reNum + `!3d` + reNum)
	reAt       = regex.New(`@` + reNum + `,\s?` + reNum + `(?:,(\d+(?:\.\d+)?)([azm]))?`)
)

// readGoogle prefers what the link names to what it happens to show.
func readGoogle(p page) ([]Reading, error) {
	if strings.HasPrefix(p.host, "earth.") {
		return p.earth(), nil
	}
	if !strings.Contains(p.host, "maps") && !strings.Contains(p.path, "maps") && !p.query.Has("q") {
		return nil, nil
	}
	text := p.path + "?" + p.query.Get("pb") + "&" + p.query.Get("data")
	if m := rePin.FindAllStringSubmatch(text, -1); m != nil {
		last := m[len(m)-1]
		if out := p.pair(last[1], last[2], ""); len(out) > 0 {
			return out, nil
		}
	}
	at := reAt.FindStringSubmatch(p.path)
	if at != nil && p.o.Near == nil { // a short plus code counts from what is shown
		if near := p.pair(at[1], at[2], ""); len(near) > 0 {
			p.o.Near = &near[0].Point
		}
	}
	if out := p.first("q", "query", "ll", "destination", "daddr", "viewpoint", "cbll", "center", "sll"); len(out) > 0 {
		return out, nil
	}
	if out := p.named(); len(out) > 0 {
		return out, nil
	}
	if strings.Contains(p.path, "/dir/") {
		if m := reStop.FindAllStringSubmatch(text, -1); m != nil {
			last := m[len(m)-1]
			return p.pair(last[2], last[1], "the last stop of the route"), nil
		}
	}
	if at != nil {
		return p.googleView(at), nil
	}
	if m := reEmbedded.FindStringSubmatch(text); m != nil {
		return p.pair(m[2], m[1], viewNote), nil
	}
	return nil, nil
}

// named reads /place/51.1,35.3, /search/51.1,+35.3 and the last stop of /dir/.
func (p page) named() []Reading {
	parts := strings.Split(p.path, "/")
	var out []Reading
	for i := 1; i < len(parts); i++ {
		switch parts[i-1] {
		case "place", "search":
			return p.text(strings.ReplaceAll(parts[i], "+", " "))
		case "dir":
			for _, stop := range parts[i:] {
				if strings.HasPrefix(stop, "@") || strings.HasPrefix(stop, "data=") {
					break
				}
				if r := p.text(strings.ReplaceAll(stop, "+", " ")); len(r) > 0 {
					out = r
				}
			}
			return out
		}
	}
	return nil
}

func (p page) googleView(m []string) []Reading {
	switch m[4] {
	case "a":
		return p.pair(m[1], m[2], "the position of the camera of Street View")
	case "m": // the view's height on the ground
		out := p.pair(m[1], m[2], viewNote)
		if h, err := strconv.ParseFloat(m[3], 64); err == nil && len(out) > 0 {
			out[0].Radius = max(out[0].Radius, geo.Metres(math.Min(h, 2e7)/2))
		}
		return out
	}
	return p.view(m[1], m[2], m[3])
}

// earth reads the view of Google Earth: its middle and the distance of the camera.
func (p page) earth() []Reading {
	m := reAt.FindStringSubmatch(p.path)
	if m == nil {
		return nil
	}
	out := p.pair(m[1], m[2], viewNote)
	if d := reDistance.FindStringSubmatch(p.path); d != nil && len(out) > 0 {
		if metres, err := strconv.ParseFloat(d[1], 64); err == nil {
			out[0].Radius = max(out[0].Radius, geo.Metres(math.Min(metres, 2e7)/2))
		}
	}
	return out
}

func readOSM(p page) ([]Reading, error) {
	if out := p.pair(p.query.Get("mlat"), p.query.Get("mlon"), ""); len(out) > 0 {
		return out, nil
	}
	if strings.HasPrefix(p.path, "/go/") {
		return nil, errors.New(shortLink)
	}
	if to := p.query.Get("route"); to != "" {
		stops := strings.Split(to, ";")
		return p.text(stops[len(stops)-1]), nil
	}
	return p.first("query", "to"), nil
}

// readYandex turns the numbers round: Yandex writes longitude, latitude, but not in what was typed.
func readYandex(p page) ([]Reading, error) {
	if strings.HasPrefix(p.path, "/maps/-/") {
		return nil, errors.New(shortLink)
	}
	for _, f := range []string{"whatshere[point]", "poi[point]", "pt"} {
		v := p.query.Get(f)
		one, more, several := strings.Cut(v, "~")
		note := ""
		if several && more != "" {
			note = "the first of several points of the link"
		}
		n := strings.Split(one, ",")
		if len(n) >= 2 {
			if out := p.pair(n[1], n[0], note); len(out) > 0 {
				return out, nil
			}
		}
	}
	if stops := strings.Split(p.query.Get("rtext"), "~"); len(stops) > 1 {
		if out := p.text(stops[len(stops)-1]); len(out) > 0 {
			return out, nil
		}
	}
	if out := p.first("text"); len(out) > 0 {
		return out, nil
	}
	if lon, lat, ok := strings.Cut(p.query.Get("ll"), ","); ok {
		return p.view(lat, lon, p.query.Get("z")), nil
	}
	return nil, nil
}

func readApple(p page) ([]Reading, error) {
	if out := p.first("coordinate", "q", "daddr", "destination"); len(out) > 0 {
		return out, nil
	}
	out := p.first("ll", "sll", "center")
	if p.query.Get("ll") == "" || !p.query.Has("q") {
		if lat, lon, ok := strings.Cut(p.query.Get("ll")+p.query.Get("center"), ","); ok && p.query.Has("z") {
			return p.view(lat, lon, p.query.Get("z")), nil
		}
	}
	return out, nil
}

func readBing(p page) ([]Reading, error) {
	if v, ok := strings.CutPrefix(p.query.Get("sp"), "point."); ok {
		if n := strings.Split(v, "_"); len(n) >= 2 {
			if out := p.pair(n[0], n[1], ""); len(out) > 0 {
				return out, nil
			}
		}
	}
	if out := p.first("where1", "q"); len(out) > 0 {
		return out, nil
	}
	if lat, lon, ok := strings.Cut(p.query.Get("cp"), "~"); ok {
		return p.view(lat, lon, p.query.Get("lvl")), nil
	}
	return nil, nil
}

func readHere(p page) ([]Reading, error) {
	for part := range strings.SplitSeq(p.path, "/") {
		if n := strings.Split(part, ","); len(n) >= 2 {
			if out := p.pair(n[0], n[1], ""); len(out) > 0 {
				return out, nil
			}
		}
	}
	if n := strings.Split(p.query.Get("map"), ","); len(n) >= 2 {
		return p.view(n[0], n[1], append(n, "")[2]), nil
	}
	return nil, nil
}

func readWaze(p page) ([]Reading, error) {
	if v, ok := strings.CutPrefix(p.query.Get("to"), "ll."); ok {
		return p.text(v), nil
	}
	return p.first("ll", "latlng"), nil
}

func read2GIS(p page) ([]Reading, error) {
	if _, rest, ok := strings.Cut(p.path, "/geo/"); ok {
		for part := range strings.SplitSeq(rest, "/") {
			if lon, lat, ok := strings.Cut(part, ","); ok {
				return p.pair(lat, lon, ""), nil
			}
		}
	}
	place, zoom, _ := strings.Cut(p.query.Get("m"), "/")
	if lon, lat, ok := strings.Cut(place, ","); ok {
		return p.view(lat, lon, zoom), nil
	}
	return nil, nil
}
