package build

import (
	_ "embed"

	"sitmap/gazetteer"
)

//go:embed facts/points.psv
var pointsTable string

// placeAreas moves first-order areas whose towns crowd at one end to their middle.
func (c *collection) placeAreas() error {
	at := map[string]int32{}
	for i := range c.entries {
		if e := &c.entries[i]; e.Class == gazetteer.ClassAdmin1 {
			at[e.Country+"."+e.Admin1] = int32(i)
		}
	}
	return eachRow("points.psv", pointsTable, 3, func(cols []string) error {
		p, err := parsePoint(cols[1], cols[2])
		if err != nil {
			return err
		}
		if i, ok := at[cols[0]]; ok {
			c.entries[i].Point = p
		}
		return nil
	})
}
