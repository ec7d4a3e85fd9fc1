/** What the map points at besides the tiles: the hovered and the selected event, a runner-up, and spots with several events. Pure. */
import type { Feature, FeatureCollection } from "geojson";
import type { EventItem } from "../model/types.ts";
import type { State } from "../data/store.ts";

const point = (lon: number, lat: number, properties: Record<string, unknown>): Feature => ({
  type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties,
});

export function focusFeatures(s: Pick<State, "selected" | "hovered" | "pointed">, find: (id: string) => EventItem | undefined): FeatureCollection {
  const features: Feature[] = [];
  const add = (id: string, role: string): void => {
    for (const p of find(id)?.places ?? []) features.push(point(p.lon, p.lat, { role, name: p.name }));
  };
  if (s.hovered !== s.selected) add(s.hovered, "hovered");
  add(s.selected, "selected");
  const at = s.pointed;
  if (at) {
    features.push(
      { type: "Feature", geometry: { type: "LineString", coordinates: [[at.fromLon, at.fromLat], [at.lon, at.lat]] }, properties: { role: "link" } },
      point(at.lon, at.lat, { role: "pointed", name: `${at.name}?` }),
    );
  }
  return { type: "FeatureCollection", features };
}

/** Spots (to about 1 m) where more than one event lies; n is how many. */
export function spotFeatures(events: readonly EventItem[]): FeatureCollection {
  const spots = new Map<string, { lon: number; lat: number; ids: Set<string> }>();
  for (const e of events) {
    for (const p of e.places) {
      const key = `${p.lon.toFixed(5)},${p.lat.toFixed(5)}`;
      const spot = spots.get(key) ?? { lon: p.lon, lat: p.lat, ids: new Set<string>() };
      spot.ids.add(e.id);
      spots.set(key, spot);
    }
  }
  const several = [...spots.values()].filter((s) => s.ids.size > 1);
  return { type: "FeatureCollection", features: several.map((s) => point(s.lon, s.lat, { n: s.ids.size })) };
}

/** The events of the clicked marks, and all others that lie at exactly the same spots; the clicked ones come first. */
export function eventsAt(events: readonly EventItem[], clicked: readonly { id: string; place: number }[]): string[] {
  const key = (p: { lon: number; lat: number }): string => `${p.lon.toFixed(5)},${p.lat.toFixed(5)}`;
  const ids = [...new Set(clicked.map((c) => c.id))];
  const spots = new Set<string>();
  for (const c of clicked) {
    const p = events.find((e) => e.id === c.id)?.places[c.place];
    if (p) spots.add(key(p));
  }
  const rest = events.filter((e) => !ids.includes(e.id) && e.places.some((p) => spots.has(key(p))));
  return [...ids, ...rest.map((e) => e.id)];
}
