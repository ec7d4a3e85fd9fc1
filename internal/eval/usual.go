package eval

import (
	"sitmap/gazetteer/resolve"
	"sitmap/internal/mention"
)

// leastReports is how many other reports of an outlet its usual area needs.
const leastReports = 3

// learnUsual reads every report without a prior and gives each what the outlet's other reports are about.
// No gold is used.
func learnUsual(rec *mention.Recogniser, res *resolve.Resolver, docs []Doc) {
	type area struct{ country, admin1 string }
	of := make([]map[area]float64, len(docs))
	total := map[string]map[area]float64{}
	reports := map[string]int{}
	for i := range docs {
		d := &docs[i]
		d.usual = nil
		if d.Outlet == "" {
			continue
		}
		of[i] = map[area]float64{}
		for _, a := range Found(rec, res, d, false) {
			if a.HasPoint && a.Country != "" {
				of[i][area{a.Country, a.Admin1}] += a.P
			}
		}
		if total[d.Outlet] == nil {
			total[d.Outlet] = map[area]float64{}
		}
		reports[d.Outlet]++
		for k, v := range of[i] {
			total[d.Outlet][k] += v
		}
	}
	for i := range docs {
		d := &docs[i]
		if reports[d.Outlet] <= leastReports {
			continue
		}
		rest, sum := map[area]float64{}, 0.0
		for k, v := range total[d.Outlet] {
			if left := v - of[i][k]; left > 1e-9 {
				rest[k] = left
				sum += left
			}
		}
		for k, v := range rest {
			d.usual = append(d.usual, resolve.Usual{Country: k.country, Admin1: k.admin1, Share: v / sum})
		}
	}
}
