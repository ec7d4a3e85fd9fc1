import { test } from "node:test";
import assert from "node:assert/strict";
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { tileURLs } from "../src/data/api.ts";
import { initialState } from "../src/data/store.ts";
import { crowd, looks } from "../src/map/looks.ts";
import { CROWD, regionStrength } from "../src/map/regions.ts";
import { buildStyle } from "../src/map/style.ts";
import { noFilters } from "../src/model/filters.ts";
import { type Show, showFromQuery, SHOWS } from "../src/model/show.ts";
import { parseEvent } from "../src/model/parse.ts";
import type { EventItem } from "../src/model/types.ts";

Object.assign(globalThis, { location: { origin: "http://map.example" } });

const tiles = tileURLs({ ...noFilters(), types: ["Armed clash"] });
const style = (show: Show, showRegions = true, strength = 1) =>
  buildStyle({ theme: "light", basemap: { tiles: ["http://map.example/{z}/{x}/{y}"], minzoom: 0, maxzoom: 12, attribution: "" }, tiles, most: 7, strength, looks: looks({ show, showRegions }, strength) });

/** The tile layers that a map with these choices asks for at a zoom. */
function asked(show: Show, showRegions: boolean, strength: number, zoom: number): string[] {
  const used = style(show, showRegions, strength).layers.filter((l) => l.layout?.visibility !== "none" && zoom >= (l.minzoom ?? 0));
  return [...new Set(used.map((l) => ("source" in l ? String(l.source) : "")))].filter((s) => s in tiles).sort();
}

test("the address says how events are shown", () => {
  for (const { value } of SHOWS) assert.equal(showFromQuery(`?show=${value}`), value);
  assert.equal(showFromQuery("?show=nonsense"), "points");
  assert.equal(initialState("?show=grid&event=e1", "light").show, "grid");
});

test("each layer has tiles of its own under the same filter", () => {
  assert.equal(tiles.events, "http://map.example/tiles/events/{z}/{x}/{y}.mvt?type=Armed+clash");
  assert.equal(tiles.heat, "http://map.example/tiles/events/{z}/{x}/{y}.mvt?type=Armed+clash&layers=heat");
  assert.equal(tileURLs(noFilters()).events, "http://map.example/tiles/events/{z}/{x}/{y}.mvt");
});

test("only what is seen is asked for", () => {
  assert.deepEqual(asked("points", true, 1, 4), ["events"]);
  assert.deepEqual(asked("points", true, 1, 9), ["events", "regions"]);
  assert.deepEqual(asked("points", false, 1, 9), ["events"]);
  assert.deepEqual(asked("points", true, 0, 9), ["events"]);
  assert.deepEqual(asked("heat", true, 1, 4), ["heat"]);
  assert.deepEqual(asked("heat", true, 1, 9), ["events", "heat", "regions"]);
  assert.deepEqual(asked("grid", true, 1, 9), ["grid"]);
  assert.deepEqual(asked("grid", true, 1, 11), ["events", "grid"]);
});

test("the style is one that MapLibre takes", () => {
  for (const { value } of SHOWS) assert.deepEqual(validateStyleMin(style(value)).map((e) => e.message), []);
});

test("regions fade where events crowd", () => {
  assert.equal(regionStrength(0), 1);
  assert.ok(regionStrength(100) < 1 && regionStrength(CROWD - 1) > 0);
  assert.equal(regionStrength(CROWD), 0);
  const at = (id: string, lon: number, lat: number): EventItem =>
    parseEvent({ id, properties: { id, places: [{ id: "p", name: "Northwick", lat, lon }] } }) as EventItem;
  const events = [at("a", 35, 51), at("b", 36, 51), at("c", 50, 51)];
  assert.equal(crowd({ events, view: { west: 34, east: 37, south: 50, north: 52 } }), 2);
  assert.equal(crowd({ events, view: null }), 0);
});
