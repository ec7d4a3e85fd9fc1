package claim

import (
	"context"
	"runtime"
	"testing"
	"time"
)

// mixed is a set of claims of every kind, with one of a dozen that is wrong everywhere and must try every repair.
var mixed = []checkCase{
	{text: "Shelling of Kremenchuk, Poltava region.", at: "49.07, 33.41"},
	{text: "Shelling of Kremenchuk, Poltava region.", at: "49.59, 34.55"},
	{text: "Обстріл Кременчука Полтавської області.", at: "34.55, 49.59"},
	{text: "Бой в 40 км от границы с Украиной, Белгородская область.", at: "50.60, 36.59"},
	{text: "Ambush 15 km east of Poltava.", at: "49.5883, 34.7590", when: "2025-03-10T14:00:00+02:00"},
	{text: "Колону обстріляли між Ізюмом та Балаклією.", at: "49.33, 37.05"},
	{text: "Бої за Іванівку.", at: "46.71, 34.55"},
	{text: "Strikes on Homs, Hama and Palmyra, Syria.", at: "34.7268,36.7234; 35.1318,36.7578; 34.5602,40.9"},
	{text: "A strike on a house in Odesa at night, local officials said.", at: "46.4775, 30.7326", pub: "2025-03-11T08:00:00+02:00", when: "2025-03-11T02:00:00+02:00"},
	{text: "On Monday, 10 March 2025, Goma was quiet.", at: "01°40'45\"S 29°13'22\"E", pub: "2025-03-11T08:00:00+02:00"},
	{text: "Our unit is doing well.", at: "36U XB 6154 8664"},
	{text: "A strike somewhere in Sudan.", at: "12.05, 24.88"},
}

func BenchmarkCheck(b *testing.B) {
	c := testChecker(b)
	claims := make([]Claim, len(mixed))
	for i := range mixed {
		claims[i] = mixed[i].claim()
		c.Check(context.Background(), claims[i])
	}
	before := processor(b)
	n := 0
	for b.Loop() {
		c.Check(context.Background(), claims[n%len(claims)])
		n++
	}
	runtime.KeepAlive(claims)
	if used := processor(b) - before; used > 0 {
		b.ReportMetric(float64(n)/used.Seconds(), "claims/cpu-s")
	}
}

// TestLongInput: no input takes more than a moment, however long it is, and what was cut is said.
func TestLongInput(t *testing.T) {
	c := testChecker(t)
	for name, cl := range map[string]Claim{
		"text":           {Text: repeat("Shelling of Kremenchuk, Іванівка and Покровськ near Lyman. ", 16<<20), Coordinates: "49.07, 33.41"},
		"coordinates":    {Text: "Shelling of Kremenchuk and Poltava.", Coordinates: repeat("49.0712, 33.4134\n", 10_000*17)},
		"one coordinate": {Text: "Shelling of Kremenchuk and Poltava.", Coordinates: repeat("4", 1<<20)},
		"points":         {Text: repeat("It fell at 49.0712, 33.4134. ", 1<<20)},
	} {
		start := time.Now()
		r := c.Check(context.Background(), cl)
		sound(t, &r, cl.Text)
		if d := time.Since(start); d > 20*time.Second {
			t.Errorf("%s took %s", name, d)
		}
		found := false
		for _, n := range r.NotChecked {
			found = found || containsAny(n, "only the first", "more points than")
		}
		if !found {
			t.Errorf("%s: nothing says that it was cut: %q", name, r.NotChecked)
		}
	}
}
