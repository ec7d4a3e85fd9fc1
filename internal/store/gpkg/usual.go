package gpkg

import (
	"context"
	"fmt"

	"sitmap/internal/store"
)

// leastUsual is how many stored reports an outlet's usual areas need.
const leastUsual = 3

// UsualAreas gives the first-order areas in which the stored events of an outlet's reports lie, with the
// share of each, the most usual first; nothing for an outlet with fewer than three reports. Imported
// tables do not count: a data set has no home.
func (db *DB) UsualAreas(ctx context.Context, outlet string) ([]store.AreaShare, error) {
	if outlet == "" {
		return nil, nil
	}
	rows, err := db.read.QueryContext(ctx, `SELECT p.country, coalesce(p.admin1, ''), count(DISTINCT e.report_fid), (SELECT count(*) FROM reports WHERE outlet = ?1)
		FROM event_places p JOIN events e ON e.fid = p.event_fid
		WHERE e.source = ?1 AND p.country <> '' AND e.method NOT LIKE 'import/%' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 200`, outlet)
	if err != nil {
		return nil, fmt.Errorf("usual areas of %s: %w", outlet, err)
	}
	defer rows.Close() //nolint:errcheck // read only
	var out []store.AreaShare
	sum, reports := 0.0, 0
	for rows.Next() {
		var a store.AreaShare
		if err := rows.Scan(&a.Country, &a.Admin1, &a.Share, &reports); err != nil {
			return nil, fmt.Errorf("usual areas of %s: %w", outlet, err)
		}
		sum += a.Share
		out = append(out, a)
	}
	if err := rows.Err(); err != nil || reports < leastUsual {
		return nil, err
	}
	for i := range out {
		out[i].Share /= sum
	}
	return out, nil
}
