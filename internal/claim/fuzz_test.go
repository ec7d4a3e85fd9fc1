package claim

import (
	"context"
	"encoding/json"
	"testing"
	"time"
)

// FuzzCheck: whatever is claimed, there is a verdict, its JSON can be written, and the quotes lie inside the text.
func FuzzCheck(f *testing.F) {
	for i := range mixed {
		f.Add(mixed[i].text, mixed[i].at, int64(1742457600), int64(i)*3600)
	}
	f.Add("Shadows twice as long, full moon, at dawn on Monday, 10 March 2025; 5 km from the border, some 3 miles away", "90, 180; -90, -180", int64(-1), int64(1)<<60)
	f.Add("border village between and , \xff\xfe of km 12 north", "POINT(nan inf)", int64(0), int64(0))
	c, err := checker()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, coordinates string, published, filmed int64) {
		cl := Claim{Text: text, Coordinates: coordinates}
		if published != 0 {
			cl.Published = time.Unix(published, 0)
		}
		if filmed != 0 {
			cl.Time = time.Unix(filmed, 0)
		}
		r := c.Check(context.Background(), cl)
		sound(t, &r, text)
		var out struct {
			Verdict string
			Checks  []struct{ Quote *struct{ Start, End int } }
		}
		b, err := json.Marshal(&r)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &out); err != nil {
			t.Fatalf("%v in %s", err, b)
		}
		if out.Verdict == "" {
			t.Errorf("no verdict in %s", b)
		}
		for _, row := range out.Checks {
			if q := row.Quote; q != nil && (q.Start < 0 || q.Start > q.End || q.End > len([]rune(text))) {
				t.Errorf("quote %v outside %q", *q, text)
			}
		}
	})
}
