import { test } from "node:test";
import assert from "node:assert/strict";
import { bboxParam, distance, extent, formatDistance, inBounds } from "../src/model/geo.ts";
import { bars, compass, disputeText, countryName, formatP, placeLine, relationText } from "../src/model/reasons.ts";
import { binChosen, rangeOf, regroup } from "../src/model/histogram.ts";
import { kindOf, KINDS, statusOf } from "../src/model/kinds.ts";
import { cutAfter, cutBefore, gap } from "../src/model/quotes.ts";
import { eventsAt, focusFeatures, spotFeatures } from "../src/map/focus.ts";
import { TYPES } from "../src/map/kind-colour.ts";
import { parseEvent } from "../src/model/parse.ts";
import type { EventItem, Place } from "../src/model/types.ts";

const near = (got: number, want: number, tolerance: number) => assert.ok(Math.abs(got - want) <= tolerance, `got ${got}, want ${want} ± ${tolerance}`);

test("distance", () => {
  near(distance(0, 0, 1, 0), 111195, 1);
  near(distance(179.5, 0, -179.5, 0), 111195, 1);
  assert.equal(formatDistance(849), "850 m");
  assert.equal(formatDistance(3000), "3 km");
  assert.equal(formatDistance(3456), "3.5 km");
  assert.equal(formatDistance(89123), "89 km");
});

test("bounds across the antimeridian", () => {
  const b = { west: 170, east: 190, south: -10, north: 10 };
  assert.ok(inBounds(b, -175, 0));
  assert.ok(!inBounds(b, 0, 0));
  assert.ok(inBounds({ west: -200, east: 200, south: -80, north: 80 }, 12, 3));
  assert.equal(bboxParam(b), "170,-10,-170,10");
  assert.equal(bboxParam({ west: -200, east: 200, south: -80, north: 80 }), "");
});

const place = (o: Partial<Place>): Place => ({ ...(parseEvent({ properties: { id: "x", places: [{ lat: 0, lon: 0 }] } })?.places[0] as Place), ...o });

test("extent has room for the radius", () => {
  const e = extent([place({ lat: 51, lon: 35, radius: 11100 })]);
  near(e?.north ?? 0, 51.1, 0.001);
  assert.equal(extent([]), null);
});

test("reasons are bars of the heaviest", () => {
  const b = bars([{ feature: "a", value: 0.5, weight: 2 }, { feature: "b", value: -1, weight: 4 }, { feature: "c", value: 0, weight: 9 }]);
  assert.deepEqual(b.map((x) => [x.label, x.amount, x.share]), [["b", -4, 1], ["a", 1, 0.25]]);
  assert.deepEqual(bars([]), []);
});

test("probability never claims certainty", () => {
  assert.deepEqual([null, 0.0001, 0.5, 0.974, 0.999, 1].map(formatP), ["", "<1 %", "50 %", "97 %", ">99 %", ">99 %"]);
});

test("relations in words", () => {
  const r = (kind: string, km: number | null = null, bearing: number | null = null) => relationText({ kind, km, bearing, text: "" });
  assert.equal(r("distance", 4, 225), "4 km south-west from the place");
  assert.equal(r("near"), "near the place");
  assert.equal(relationText(null), "");
  assert.equal(compass(-10), "north");
  assert.equal(compass(359), "north");
});

test("countries by name", () => {
  assert.equal(countryName("UA"), "Ukraine");
  assert.equal(countryName("kursk"), "kursk");
  assert.equal(placeLine({ admin1: "Kursk", country: "RU" }), "Kursk, Russia");
});

test("disputed ground says whose view is shown", () => {
  assert.equal(disputeText("", "un"), "");
  assert.equal(disputeText("B claims it", "un"), "B claims it. The country shown here follows the view of the United Nations.");
  assert.equal(disputeText("B claims it.", ""), "B claims it.");
});

test("bins join without losing events", () => {
  const bins = [{ from: 0, to: 0, count: 2 }, { from: 99, to: 99, count: 3 }];
  const out = regroup(bins, 10);
  assert.ok(out.length <= 10);
  assert.equal(out.reduce((n, b) => n + b.count, 0), 5);
  assert.deepEqual(regroup([], 10), []);
  assert.deepEqual(rangeOf(bins, 1, 0), { from: "1970-01-01", to: "1970-04-10" });
  assert.ok(binChosen(bins[0] as never, "", "1970-01-01"));
  assert.ok(!binChosen(bins[1] as never, "", "1970-01-01"));
});

test("every type of the codebook has a kind of its own shape", () => {
  assert.equal(new Set(KINDS.map((k) => k.shape)).size, KINDS.length);
  for (const t of TYPES) if (t !== "Other") assert.notEqual(kindOf(t).key, "other", t);
  assert.equal(kindOf("Armed clash").key, "battle");
  assert.equal(kindOf("Attack").key, "civilians");
  assert.equal(kindOf("Shelling/artillery/missile attack").key, "remote");
  for (const [type, kind] of [["Battles", "battle"], ["Explosions/Remote violence", "remote"], ["Violence against civilians", "civilians"], ["Riots", "protest"], ["Strategic developments", "territory"]] as const) assert.equal(kindOf(type).key, kind);
  assert.equal(kindOf("").key, "other");
  assert.equal(statusOf("nonsense"), "none");
});

test("quotes join their neighbours", () => {
  assert.equal(gap("near", "the villages"), " ");
  assert.equal(gap("near ", "the villages"), "");
  assert.equal(gap("villages", ", and"), "");
  assert.equal(gap("сёлами", "Плёхово"), " ");
  const q = { before: "Кто-то ", quote: "x", after: "y", start: 7, end: 8 };
  assert.ok(!cutBefore(q));
  assert.ok(cutBefore({ ...q, start: 8 }));
  assert.ok(cutAfter(q));
  assert.ok(!cutAfter({ ...q, after: " the end. " }));
});

test("spots with several events", () => {
  const event = (id: string, ...at: [number, number][]): EventItem =>
    parseEvent({ properties: { id, places: at.map(([lon, lat]) => ({ lon, lat, name: "n" })) } }) as EventItem;
  const events = [event("a", [1, 2], [3, 4]), event("b", [1, 2]), event("c", [9, 9])];
  assert.deepEqual(spotFeatures(events).features.map((f) => f.properties), [{ n: 2 }]);
  assert.deepEqual(eventsAt(events, [{ id: "b", place: 0 }]), ["b", "a"]);
  assert.deepEqual(eventsAt(events, [{ id: "a", place: 1 }]), ["a"]);
  assert.deepEqual(eventsAt(events, [{ id: "unknown", place: 0 }]), ["unknown"]);
  const f = focusFeatures({ selected: "a", hovered: "a", pointed: null }, (id) => events.find((e) => e.id === id));
  assert.deepEqual(f.features.map((x) => x.properties?.role), ["selected", "selected"]);
});
