package claim

import (
	"context"
	"fmt"
	"testing"

	"github.com/paulmach/orb"
)

func TestCoordinatesAsWritten(t *testing.T) {
	runCases(t, []checkCase{
		{name: "swapped", text: "Shelling of Kremenchuk, Poltava region.", at: "33.41, 49.07", verdict: Consistent, rows: "swapped=warn", reasons: "swapped"},
		{name: "not swapped", text: "Shelling of Kremenchuk, Poltava region.", at: "49.07, 33.41", verdict: Consistent, rows: "!swapped", reasons: "!swapped"},
		{name: "swapped does not help", text: "Shelling of Kremenchuk, Poltava region.", at: "12.5, 24.5", verdict: Inconsistent, reasons: "!swapped distance"},
		{name: "sign", text: "A raid at Goma, DR Congo.", at: "1.6792, 29.2228", verdict: Consistent, rows: "sign=warn", reasons: "sign"},
		{name: "no sign", text: "A raid at Goma, DR Congo.", at: "-1.6792, 29.2228", verdict: Consistent, rows: "!sign", reasons: "!sign"},
		{name: "notation", text: "An air strike on Homs, Syria.", at: "34.4336, 36.4324", verdict: Ambiguous, reasons: "notation distance"},
		{name: "digit", text: "Shelling of Kremenchuk, Poltava region.", at: "48.0701, 33.4101", verdict: Inconsistent, reasons: "digit distance"},
		{name: "zone", text: "Shelling of Kremenchuk, Poltava region.", at: "37U 530000 5435000", reasons: "zone"},
		{name: "right zone", text: "Shelling of Kremenchuk, Poltava region.", at: "36U 530000 5435000", verdict: Consistent, reasons: "!zone"},
		{name: "null island", text: "A raid at Goma, DR Congo.", at: "0.0, 0.0", verdict: Inconsistent, rows: "null_island=fail", reasons: "null_island"},
		{name: "near it is no null", text: "A raid at Goma, DR Congo.", at: "-1.6792, 29.2228", rows: "!null_island"},
		{name: "coarse digits", text: "A strike somewhere in Sudan.", at: "13, 25", rows: "precision=warn", reasons: "precision"},
		{name: "fine digits", text: "Shelling of Kremenchuk.", at: "49.070012345678, 33.410012345678", rows: "precision=warn", reasons: "precision"},
		{name: "fair digits", text: "Shelling of Kremenchuk.", at: "49.0701, 33.4101", rows: "!precision", reasons: "!precision"},
		{name: "unparseable", text: "Shelling of Kremenchuk.", at: "97.1, 212.9", verdict: NotCheckable, reasons: "unparseable"},
		{name: "no place", text: "All quiet, thanks to everybody who helped.", at: "49.0701, 33.4101", verdict: NotCheckable, reasons: "no_place"},
		{name: "no place, uk", text: "Все спокійно, дякуємо всім.", at: "49.0701, 33.4101", verdict: NotCheckable, reasons: "no_place"},
		{name: "no place, ru", text: "Всё спокойно, спасибо всем.", at: "49.0701, 33.4101", verdict: NotCheckable, reasons: "no_place"},
		{name: "coarse place", text: "A strike somewhere in Sudan.", at: "12.0489, 24.8807", verdict: Consistent, reasons: "coarse_place"},
		{name: "coarse place, ru", text: "Удар где-то в Судане.", at: "12.0489, 24.8807", verdict: Consistent, reasons: "coarse_place"},
		{name: "no coarse place", text: "A strike on Nyala, Sudan.", at: "12.0489, 24.8807", verdict: Consistent, reasons: "!coarse_place"},
		{name: "in the text", text: "A strike on Nyala, Sudan, filmed at 12.0489, 24.8807.", verdict: Consistent, rows: "distance=pass"},
		{name: "short, announced", text: "A strike on Nyala, Sudan, filmed at 12.05, 24.88.", verdict: Consistent, rows: "distance=pass"},
		{name: "none", text: "A strike on Nyala, Sudan.", verdict: NotCheckable},
		{name: "same points", text: "Strikes on Homs and Hama, Syria.", at: "34.7268,36.7234; 34.7268,36.7234", rows: "same_points=warn"},
		{name: "different points", text: "Strikes on Homs and Hama, Syria.", at: "34.7268,36.7234; 35.1318,36.7578", rows: "!same_points"},
	})
}

// The point of a country in gazetteers is no place in it, but the point of a town's name is.
func TestCentroid(t *testing.T) {
	c := testChecker(t)
	ref, ok := c.ix.Country("SD")
	if !ok {
		t.Fatal("the gazetteer does not know Sudan")
	}
	p := c.ix.Point(ref)
	x := checkCase{text: "A strike somewhere in Sudan.", at: fmt.Sprintf("%.5f, %.5f", p[1], p[0]), verdict: Consistent, rows: "centroid=warn", reasons: "centroid"}
	r := c.Check(context.Background(), x.claim())
	x.compare(t, &r)
	x.at, x.rows, x.reasons = fmt.Sprintf("%.5f, %.5f", p[1]+.01, p[0]), "!centroid", "!centroid"
	r = c.Check(context.Background(), x.claim())
	x.compare(t, &r)
}

// Numbers of SK-42 that are read as WGS 84 lie beside the place by the shift, in the shift's direction only.
func TestDatumOffset(t *testing.T) {
	c := testChecker(t)
	kremenchuk := c.Check(context.Background(), Claim{Text: "Shelling of Kremenchuk.", Coordinates: "49.07, 33.41"})
	line, ok := kremenchuk.Checks[0].Geometry.(orb.LineString)
	if !ok {
		t.Fatalf("no line to the place: %v", kremenchuk.Checks[0])
	}
	q := line[1]
	p := unshifted(q)
	if d := distance(p, q); d < 90 || d > 160 {
		t.Fatalf("the shift is %s", km(d))
	}
	if back := shifted(p); distance(back, q) > .1 {
		t.Errorf("shifted back %s away", km(distance(back, q)))
	}
	x := checkCase{text: "Shelling of Kremenchuk.", at: fmt.Sprintf("%.5f, %.5f", p[1], p[0]), verdict: Consistent, rows: "datum=warn", reasons: "datum"}
	r := c.Check(context.Background(), x.claim())
	x.compare(t, &r)
	x.at, x.rows, x.reasons = fmt.Sprintf("%.5f, %.5f", 2*q[1]-p[1], 2*q[0]-p[0]), "!datum", "!datum"
	r = c.Check(context.Background(), x.claim())
	x.compare(t, &r)
}

func TestDatum(t *testing.T) {
	runCases(t, []checkCase{
		{name: "SK-42", text: "Shelling of Kremenchuk, Poltava region.", at: "SK-42 x=5437000 y=6530000", rows: "datum=warn", reasons: "datum"},
		{name: "none", text: "Shelling of Kremenchuk, Poltava region.", at: "49.0701, 33.4201", rows: "!datum", verdict: Consistent},
	})
}
