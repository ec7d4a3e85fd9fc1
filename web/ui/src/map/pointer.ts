/** Mouse, touch and pen on the map: hover shows a small tip, a click selects events or opens a cluster. */
import { type LngLat, type LngLatLike, type Map as GLMap, type MapGeoJSONFeature, type MapMouseEvent, Popup } from "maplibre-gl";
import { CLUSTER_LAYERS, GRID_LAYERS, POINT_LAYERS } from "./layer-names.ts";
import { eventsAt } from "./focus.ts";
import { formatInterval } from "../model/dates.ts";
import type { Store } from "../data/store.ts";
import { reducedMotion } from "./view.ts";

const REACH = 7; // CSS pixels around the pointer

const idOf = (f: MapGeoJSONFeature): string => String(f.properties.event ?? f.properties.id ?? "");

export function watchPointer(map: GLMap, store: Store): void {
  const tip = new Popup({ closeButton: false, closeOnClick: false, offset: 18, className: "tip", focusAfterOpen: false });
  const near = (e: MapMouseEvent, layers: string[]): MapGeoJSONFeature[] => {
    const present = layers.filter((id) => map.getLayer(id));
    if (present.length === 0) return [];
    const { x, y } = e.point;
    return map.queryRenderedFeatures([[x - REACH, y - REACH], [x + REACH, y + REACH]], { layers: present });
  };
  map.on("mousemove", (e) => {
    const [point] = near(e, POINT_LAYERS);
    const group = point ? undefined : groupAt(map, e);
    map.getCanvas().style.cursor = point || group ? "pointer" : "";
    store.update({ hovered: point ? idOf(point) : "" });
    if (point) showTip(map, tip, point, near(e, POINT_LAYERS));
    else if (group) showGroupTip(map, tip, group, e.lngLat);
    else tip.remove();
  });
  map.on("mouseout", () => {
    store.update({ hovered: "" });
    tip.remove();
  });
  map.on("click", (e) => {
    const points = near(e, POINT_LAYERS);
    const group = groupAt(map, e);
    if (points.length > 0) select(store, points);
    else if (group) open(map, group);
    else store.update({ selected: "", stack: [], pointed: null });
    tip.remove();
  });
}

function select(store: Store, points: MapGeoJSONFeature[]): void {
  const clicked = points.map((f) => ({ id: idOf(f), place: Number(f.properties.place ?? 0) })).filter((c) => c.id !== "");
  const stack = eventsAt(store.state.events, clicked);
  store.update({ selected: stack[0] ?? "", stack, place: clicked[0]?.place ?? 0, pointed: null });
}

/** The cluster whose middle is nearest, of those at the pointer; else the square there. */
function groupAt(map: GLMap, e: MapMouseEvent): MapGeoJSONFeature | undefined {
  const { x, y } = e.point;
  const at = (layers: string[], reach: number): MapGeoJSONFeature[] => {
    const present = layers.filter((id) => map.getLayer(id));
    return present.length === 0 ? [] : map.queryRenderedFeatures([[x - reach, y - reach], [x + reach, y + reach]], { layers: present });
  };
  const far = (f: MapGeoJSONFeature): number => {
    if (f.geometry.type !== "Point") return Infinity;
    const p = map.project(f.geometry.coordinates as [number, number]);
    return Math.hypot(p.x - x, p.y - y);
  };
  const [nearest] = at(CLUSTER_LAYERS, REACH).sort((a, b) => far(a) - far(b));
  return nearest ?? at(GRID_LAYERS, 0)[0];
}

/** Zooms to where the cluster falls apart, or to the square. */
function open(map: GLMap, group: MapGeoJSONFeature): void {
  const still = reducedMotion();
  const g = group.geometry;
  if (g.type === "Polygon") {
    const [south, north] = ends(g.coordinates.flat().map((p) => p[1] ?? 0));
    const [west, east] = ends(g.coordinates.flat().map((p) => p[0] ?? 0));
    map.fitBounds([[west, south], [east, north]], { padding: 48, maxZoom: Math.min(map.getZoom() + 3, 16), duration: still ? 0 : 500 });
  }
  if (g.type !== "Point") return;
  const zoom = Number(group.properties.expansion_zoom ?? map.getZoom() + 2);
  const camera = { center: g.coordinates as [number, number], zoom: Math.min(Math.max(zoom, map.getZoom() + 1), 16) };
  if (still) map.jumpTo(camera);
  else map.easeTo({ ...camera, duration: 500 });
}

const ends = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)];

/** How many a cluster or a square holds, the most frequent type and the time they span. */
function showGroupTip(map: GLMap, tip: Popup, group: MapGeoJSONFeature, pointer: LngLat): void {
  const p = group.properties;
  const [places, events] = [Number(p.count ?? 0), Number(p.events ?? p.count ?? 0)];
  const many = (n: number, what: string): string => `${n.toLocaleString("en-GB")} ${what}${n === 1 ? "" : "s"}`;
  const g = group.geometry;
  fill(map, tip, g.type === "Point" ? (g.coordinates as [number, number]) : pointer, [
    ["tip-place", places === events ? many(events, "event") : `${many(events, "event")} at ${many(places, "place")}`],
    ["tip-type", p.type === undefined ? "" : places === 1 ? String(p.type) : `mostly ${String(p.type)}`],
    ["tip-date", interval(p)],
  ]);
}

const interval = (p: MapGeoJSONFeature["properties"]): string =>
  p.date_start === undefined && p.date_end === undefined ? "" : formatInterval(String(p.date_start ?? ""), String(p.date_end ?? ""));

function showTip(map: GLMap, tip: Popup, f: MapGeoJSONFeature, all: MapGeoJSONFeature[]): void {
  if (f.geometry.type !== "Point") return;
  const p = f.properties;
  const more = new Set(all.map(idOf)).size - 1;
  fill(map, tip, f.geometry.coordinates as [number, number], [
    ["tip-place", String(p.name ?? "")], ["tip-type", String(p.type ?? "")], ["tip-date", interval(p)], ["tip-more", more > 0 ? `and ${more} more here` : ""],
  ]);
}

/** Text only: whatever a report holds, it never becomes markup. */
function fill(map: GLMap, tip: Popup, at: LngLatLike, lines: [string, string][]): void {
  const box = document.createElement("div");
  for (const [cls, text] of lines) {
    if (text === "") continue;
    const el = document.createElement("div");
    el.className = cls;
    el.textContent = text;
    box.append(el);
  }
  if (box.childElementCount === 0) return;
  tip.setLngLat(at).setDOMContent(box);
  if (!tip.isOpen()) tip.addTo(map);
}
