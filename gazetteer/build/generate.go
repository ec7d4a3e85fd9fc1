package build

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Generate writes the village list as a GeoNames dump of 19 columns, up to limit
// rows (0 all), for measuring [FromGeoNames] at full size: GeoNames' own dumps are
// in no package registry. The numbers are made up.
func Generate(w io.Writer, worldCities string, limit int) (int, error) {
	bw := bufio.NewWriterSize(w, 1<<20)
	n := 0
	var failed error
	_, err := readVillages(worldCities, func(v village) {
		if v.country == "zr" || failed != nil || limit > 0 && n >= limit {
			return
		}
		n++
		_, failed = fmt.Fprintf(bw, "%d\t%s\t%s\t\t%.6f\t%.6f\tP\tPPL\t%s\t\t%s\t\t\t\t%d\t\t\t\t2016-07-21\n",
			100_000_000+n, v.name, v.name, v.point[1], v.point[0], strings.ToUpper(v.country), v.region, max(v.population, 0))
	})
	if err != nil {
		return n, err
	}
	if failed == nil {
		failed = bw.Flush()
	}
	if failed != nil {
		return n, fmt.Errorf("write the dump: %w", failed)
	}
	return n, nil
}
