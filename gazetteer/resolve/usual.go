package resolve

// Usual is the share of an outlet's stored places that lie in one area: what its reports
// are usually about. It is learned from the reports themselves, without annotations.
type Usual struct {
	Country string  // ISO 3166-1 alpha-2
	Admin1  string  // code or name of the first-order area; "" unknown
	Share   float64 // 0 to 1
}

// usual is the prior of a report's outlet, by codes.
type usual struct {
	country map[string]float64
	admin1  map[[2]string]float64
}

func (r *Resolver) usual(in []Usual) usual {
	u := usual{map[string]float64{}, map[[2]string]float64{}}
	for _, s := range in {
		if !(s.Share > 0 && s.Share <= 1) {
			continue
		}
		u.country[s.Country] += s.Share
		code := s.Admin1
		if code == "" {
			continue
		}
		if _, ok := r.ix.Admin1Ref(s.Country, code); !ok {
			ref, ok := r.admin1ByName(s.Country, code)
			if !ok {
				continue
			}
			code = r.ix.Admin1(ref)
		}
		u.admin1[[2]string{s.Country, code}] += s.Share
	}
	return u
}

// features of a candidate: how usual its country and its area are for the outlet.
func (u *usual) features(c *cand) {
	c.feat[fUsualCountry] = float32(min(1, u.country[c.country]))
	if c.admin1 != "" {
		c.feat[fUsualAdmin1] = float32(min(1, u.admin1[[2]string{c.country, c.admin1}]))
	}
}
