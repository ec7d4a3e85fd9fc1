/** Mouse, touch and pen on the map: hover shows a small tip, a click selects events or opens a cluster. */
import { type Map as GLMap, type MapGeoJSONFeature, type MapMouseEvent, Popup } from "maplibre-gl";
import { CLUSTER_LAYERS, POINT_LAYERS } from "./overlay.ts";
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
    const cluster = point ? undefined : near(e, CLUSTER_LAYERS)[0];
    map.getCanvas().style.cursor = point || cluster ? "pointer" : "";
    store.update({ hovered: point ? idOf(point) : "" });
    if (point) showTip(map, tip, point, near(e, POINT_LAYERS));
    else tip.remove();
  });
  map.on("mouseout", () => {
    store.update({ hovered: "" });
    tip.remove();
  });
  map.on("click", (e) => {
    const points = near(e, POINT_LAYERS);
    const cluster = near(e, CLUSTER_LAYERS)[0];
    if (points.length > 0) select(store, points);
    else if (cluster) open(map, cluster);
    else store.update({ selected: "", stack: [], pointed: null });
    tip.remove();
  });
}

function select(store: Store, points: MapGeoJSONFeature[]): void {
  const clicked = points.map((f) => ({ id: idOf(f), place: Number(f.properties.place ?? 0) })).filter((c) => c.id !== "");
  const stack = eventsAt(store.state.events, clicked);
  store.update({ selected: stack[0] ?? "", stack, place: clicked[0]?.place ?? 0, pointed: null });
}

/** Zooms to where the cluster falls apart. */
function open(map: GLMap, cluster: MapGeoJSONFeature): void {
  const g = cluster.geometry;
  if (g.type !== "Point") return;
  const zoom = Number(cluster.properties.expansion_zoom ?? map.getZoom() + 2);
  const camera = { center: g.coordinates as [number, number], zoom: Math.min(Math.max(zoom, map.getZoom() + 1), 16) };
  if (reducedMotion()) map.jumpTo(camera);
  else map.easeTo({ ...camera, duration: 500 });
}

/** Text only: whatever a report holds, it never becomes markup. */
function showTip(map: GLMap, tip: Popup, f: MapGeoJSONFeature, all: MapGeoJSONFeature[]): void {
  if (f.geometry.type !== "Point") return;
  const p = f.properties;
  const box = document.createElement("div");
  const line = (text: string, cls: string): void => {
    const el = document.createElement("div");
    el.className = cls;
    el.textContent = text;
    if (text !== "") box.append(el);
  };
  const more = new Set(all.map(idOf)).size - 1;
  line(String(p.name ?? ""), "tip-place");
  line(String(p.type ?? ""), "tip-type");
  if (p.date_start !== undefined || p.date_end !== undefined) line(formatInterval(String(p.date_start ?? ""), String(p.date_end ?? "")), "tip-date");
  line(more > 0 ? `and ${more} more here` : "", "tip-more");
  if (box.childElementCount === 0) return;
  tip.setLngLat(f.geometry.coordinates as [number, number]).setDOMContent(box);
  if (!tip.isOpen()) tip.addTo(map);
}
