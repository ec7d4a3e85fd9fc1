package claim

import (
	"context"
	"strings"
	"testing"

	"sitmap/gazetteer/regions"
	"sitmap/internal/reader"
)

func TestDistance(t *testing.T) {
	runCases(t, []checkCase{
		{name: "in the town", text: "Shelling of Kremenchuk, Poltava region.", at: "49.07, 33.41", verdict: Consistent, rows: "distance=pass", reasons: "!distance"},
		{name: "far from it", text: "Shelling of Kremenchuk, Poltava region.", at: "49.59, 34.55", verdict: Inconsistent, rows: "distance=fail", reasons: "distance"},
		{name: "uk", text: "Обстріл Кременчука Полтавської області.", at: "49.07, 33.41", verdict: Consistent, rows: "distance=pass"},
		{name: "uk far", text: "Обстріл Кременчука Полтавської області.", at: "49.59, 34.55", verdict: Inconsistent, reasons: "distance"},
		{name: "ru", text: "Удар по Шебекино, Белгородская область.", at: "50.41, 36.90", verdict: Consistent, rows: "distance=pass"},
		{name: "ru far", text: "Удар по Шебекино, Белгородская область.", at: "51.05, 36.90", verdict: Inconsistent, reasons: "distance"},
		{name: "N km from", text: "A column was hit 20 km from Izium.", at: "49.3886, 37.2485", verdict: Consistent, rows: "distance=pass"},
		{name: "N km from, too near", text: "A column was hit 20 km from Izium.", at: "49.2538, 37.2485", verdict: Inconsistent, rows: "distance=fail", reasons: "distance"},
		{name: "N km from, uk", text: "Бій за 20 км від Ізюма.", at: "49.3886, 37.2485", verdict: Consistent, rows: "distance=pass"},
		{name: "N km from, ru", text: "Бой в 20 км от Изюма.", at: "49.7500, 37.2485", verdict: Inconsistent, reasons: "distance"},
	})
}

func TestBearing(t *testing.T) {
	runCases(t, []checkCase{
		{name: "east", text: "Ambush 15 km east of Poltava.", at: "49.5883, 34.7590", verdict: Consistent, rows: "distance=pass !bearing"},
		{name: "west instead", text: "Ambush 15 km east of Poltava.", at: "49.5883, 34.3440", verdict: Inconsistent, rows: "bearing=fail", reasons: "bearing"},
		{name: "uk north", text: "Бій за 15 км на північ від Полтави.", at: "49.7232, 34.5514", verdict: Consistent},
		{name: "uk south instead", text: "Бій за 15 км на північ від Полтави.", at: "49.4534, 34.5514", verdict: Inconsistent, reasons: "bearing"},
		{name: "ru", text: "Бой в 15 км к северу от Белгорода.", at: "50.4625, 36.5858", verdict: Inconsistent, reasons: "bearing"},
	})
}

func TestBetween(t *testing.T) {
	runCases(t, []checkCase{
		{name: "on the line", text: "A convoy was shelled between Homs and Hama.", at: "34.93, 36.74", verdict: Consistent, rows: "corridor=pass"},
		{name: "beside it", text: "A convoy was shelled between Homs and Hama.", at: "34.93, 37.60", verdict: Inconsistent, rows: "corridor=fail", reasons: "corridor"},
		{name: "uk", text: "Колону обстріляли між Ізюмом та Балаклією.", at: "49.33, 37.05", verdict: Consistent, rows: "corridor=pass"},
		{name: "uk beside", text: "Колону обстріляли між Ізюмом та Балаклією.", at: "49.85, 37.60", verdict: Inconsistent, rows: "corridor=fail"},
		{name: "ru", text: "Колонну обстреляли между Изюмом и Балаклеей.", at: "49.33, 37.05", verdict: Consistent, rows: "corridor=pass"},
	})
}

func TestCountry(t *testing.T) {
	runCases(t, []checkCase{
		{name: "right", text: "An air strike on Homs, Syria.", at: "34.73, 36.72", verdict: Consistent, rows: "wrong_country=pass", reasons: "!wrong_country"},
		{name: "wrong", text: "A strike somewhere in Syria.", at: "33.31, 44.37", verdict: Inconsistent, rows: "wrong_country=fail", reasons: "wrong_country"},
		{name: "wrong, uk", text: "Удар по складу в Сирії.", at: "33.31, 44.37", verdict: Inconsistent, reasons: "wrong_country"},
		{name: "wrong, ru", text: "Удар по складу в Сирии.", at: "33.31, 44.37", verdict: Inconsistent, reasons: "wrong_country"},
		{name: "near the border", text: "A strike somewhere in Rwanda.", at: "-1.68, 29.235", rows: "wrong_country=warn !wrong_country=fail"},
	})
}

func TestAdmin(t *testing.T) {
	runCases(t, []checkCase{
		{name: "right", text: "A strike in Poltava region.", at: "49.60, 34.50", verdict: Consistent, rows: "wrong_admin=pass"},
		{name: "wrong", text: "A strike in Poltava region.", at: "50.26, 28.68", verdict: Inconsistent, rows: "wrong_admin=fail", reasons: "wrong_admin"},
		{name: "uk", text: "Удар по Житомирській області.", at: "50.26, 28.68", verdict: Consistent, rows: "wrong_admin=pass"},
		{name: "uk wrong", text: "Удар по Житомирській області.", at: "49.60, 34.50", verdict: Inconsistent, rows: "wrong_admin=fail"},
		{name: "ru", text: "Удар в Белгородской области.", at: "51.66, 39.20", verdict: Inconsistent, rows: "wrong_admin=fail"},
	})
}

func TestBorderDistance(t *testing.T) {
	runCases(t, []checkCase{
		{name: "km", text: "Fighting about 40 km from the Ukrainian border in Belgorod region.", at: "50.60, 36.59", verdict: Consistent, rows: "border_distance=pass"},
		{name: "km wrong", text: "Fighting about 5 km from the Ukrainian border in Belgorod region.", at: "51.05, 37.50", verdict: Inconsistent, rows: "border_distance=fail", reasons: "border_distance"},
		{name: "less than", text: "Fighting less than 10 km from the Russian border near Vovchansk.", at: "50.29, 36.94", verdict: Consistent, rows: "border_distance=pass"},
		{name: "less than, wrong", text: "Fighting less than 10 km from the Russian border in Poltava region.", at: "49.59, 34.55", verdict: Inconsistent, rows: "border_distance=fail"},
		{name: "border town", text: "Shelling of the border town of Shebekino.", at: "50.41, 36.90", verdict: Consistent, rows: "border_distance=pass"},
		{name: "border town, wrong", text: "Shelling of the border town of Poltava.", at: "49.59, 34.55", verdict: Inconsistent, rows: "border_distance=fail"},
		{name: "trailing", text: "Soldiers walked from Vovchansk to the border, some five kilometers away.", at: "50.29, 36.94", rows: "border_distance=pass"},
		{name: "trailing, wrong", text: "Soldiers near Poltava looked to the border, some five kilometers away.", at: "49.59, 34.55", verdict: Inconsistent, rows: "border_distance=fail"},
		{name: "uk", text: "Бій за 5 км від кордону з Росією біля Вовчанська.", at: "50.29, 36.94", verdict: Consistent, rows: "border_distance=pass"},
		{name: "uk wrong", text: "Бій за 5 км від кордону з Росією біля Полтави.", at: "49.59, 34.55", verdict: Inconsistent, rows: "border_distance=fail"},
		{name: "ru", text: "Бой в 40 км от границы с Украиной, Белгородская область.", at: "50.60, 36.59", verdict: Consistent, rows: "border_distance=pass"},
		{name: "ru wrong", text: "Бой в 5 км от границы с Украиной, Белгородская область.", at: "51.05, 37.50", verdict: Inconsistent, rows: "border_distance=fail"},
	})
}

func TestNamesakes(t *testing.T) {
	runCases(t, []checkCase{
		{name: "certain", text: "Shelling of Lyman, Donetsk Oblast.", at: "48.99, 37.81", verdict: Consistent, rows: "distance=pass"},
		{name: "certain, another of the name", text: "Air strikes on Tripoli, Libya.", at: "34.4367, 35.8497", verdict: Inconsistent, reasons: "homonym distance", rows: "homonym=warn wrong_country=fail"},
		{name: "uncertain", text: "Fighting at Pershotravneve.", at: "50.27, 28.30", rows: "!distance=fail"},
		{name: "uncertain, uk", text: "Бої за Іванівку.", at: "46.71, 34.55", verdict: Ambiguous, reasons: "homonym"},
		{name: "uncertain, ru", text: "Бои за Ивановку.", at: "46.71, 34.55", verdict: Ambiguous, reasons: "homonym"},
	})
}

func TestListOutlier(t *testing.T) {
	runCases(t, []checkCase{
		{name: "points fit", text: "Strikes on Homs, Hama and Palmyra, Syria.", at: "34.7268,36.7234; 35.1318,36.7578; 34.5602,38.2678", verdict: Consistent, rows: "list_outlier=pass", reasons: "!list_outlier"},
		{name: "a point does not", text: "Strikes on Homs, Hama and Palmyra, Syria.", at: "34.7268,36.7234; 35.1318,36.7578; 34.5602,40.9", verdict: Inconsistent, rows: "list_outlier=fail", reasons: "list_outlier"},
		{name: "namesake far from its list", text: "Strikes on Tripoli, Misrata and Zawiya.", at: "34.4367, 35.8497", verdict: Inconsistent, reasons: "list_outlier homonym"},
		{name: "member of the list", text: "Strikes on Tripoli, Misrata and Zawiya.", at: "32.8872, 13.1913", verdict: Consistent, reasons: "!list_outlier"},
	})
}

func TestSea(t *testing.T) {
	runCases(t, []checkCase{
		{name: "in the sea", text: "A strike on a house in Odesa, Ukraine.", at: "46.20, 31.20", verdict: Inconsistent, rows: "sea=fail", reasons: "sea"},
		{name: "on land", text: "A strike on a house in Odesa, Ukraine.", at: "46.4775, 30.7326", verdict: Consistent, rows: "!sea"},
		{name: "a ship", text: "A drone hit a ship off Odesa.", at: "46.40, 30.90", rows: "!sea=fail"},
		{name: "a ship, uk", text: "Дрон влучив у судно поблизу Одеси.", at: "46.40, 30.90", rows: "!sea=fail"},
		{name: "a ship, ru", text: "Дрон попал в корабль возле Одессы.", at: "46.40, 30.90", rows: "!sea=fail"},
	})
}

// Whose ground a disputed place is depends on the worldview, which the evidence names; no view makes it a failure.
func TestWorldview(t *testing.T) {
	base := testChecker(t)
	const text, simferopol = "Explosions were heard somewhere in Russia.", "44.9572, 34.1108"
	for view, want := range map[regions.Worldview]Outcome{regions.UN: Warn, regions.Control: Pass} {
		b, err := base.borders.With(view)
		if err != nil {
			t.Fatal(err)
		}
		r := New(base.ix, b, reader.New(base.ix, b), nil).Check(context.Background(), Claim{Text: text, Coordinates: simferopol})
		if !hasRow(&r, "wrong_country", want) {
			t.Errorf("%s: %+v", view, r.Checks)
		}
		for _, c := range r.Checks {
			if c.Code == "wrong_country" && !strings.Contains(c.Measured, "worldview: "+string(view)) {
				t.Errorf("%s: the row does not name the view: %s", view, c.Measured)
			}
		}
	}
}
