/** The basemap's style: quiet ground, borders that say when they are disputed, labels drawn with the computer's own fonts. */
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import { palette } from "./palette.ts";
import type { Look } from "./looks.ts";
import { type OverlayOptions, overlayLayers, overlaySources } from "./overlay.ts";
import type { Theme } from "../data/store.ts";

/** Families for labels; without glyph files MapLibre draws them with local fonts. The first sets the weight. */
export const FONT = ["Noto Sans Regular", "Noto Sans", "Arial", "sans-serif"];
const FONT_ITALIC = ["Noto Sans Italic", "Noto Sans", "Arial", "sans-serif"];
export const FONT_BOLD = ["Noto Sans Semibold", "Noto Sans", "Arial", "sans-serif"];

/** What the page takes from the basemap's TileJSON. Tile addresses are absolute, as MapLibre's worker needs. */
export interface Basemap { tiles: string[]; minzoom: number; maxzoom: number; attribution: string }

export interface StyleOptions extends OverlayOptions {
  basemap: Basemap;
  /** which layers are seen, by id; others are as they are */
  looks: ReadonlyMap<string, Look>;
}

/** The whole style: basemap below, events above. */
export function buildStyle(o: StyleOptions): StyleSpecification {
  return {
    version: 8,
    name: `sitmap ${o.theme}`,
    sources: { basemap: { type: "vector", ...o.basemap }, ...overlaySources(o) },
    layers: [...ground(o.theme), ...overlayLayers(o, "under"), ...labels(o.theme), ...overlayLayers(o, "over")].map((l) => seen(l, o.looks.get(l.id))),
  };
}

function seen(layer: LayerSpecification, look: Look | undefined): LayerSpecification {
  if (!look) return layer;
  return { ...layer, minzoom: look.minzoom, layout: { ...layer.layout, visibility: look.visible ? "visible" : "none" } } as LayerSpecification;
}

const zoomed = (...stops: number[]): ExpressionSpecification => ["interpolate", ["linear"], ["zoom"], ...stops] as unknown as ExpressionSpecification;

/** Sea, land and borders. */
export function ground(theme: Theme): LayerSpecification[] {
  const c = palette(theme);
  const lines = { type: "line", source: "basemap" } as const;
  return [
    { id: "sea", type: "background", paint: { "background-color": c.sea } },
    { id: "land", type: "fill", source: "basemap", "source-layer": "land", paint: { "fill-color": c.land, "fill-antialias": true } },
    { id: "water", type: "fill", source: "basemap", "source-layer": "water", paint: { "fill-color": c.water } },
    {
      ...lines, id: "admin1", "source-layer": "admin1", minzoom: 4,
      paint: { "line-color": c.admin, "line-width": zoomed(4, 0.5, 9, 1.2), "line-dasharray": [4, 2] },
    },
    {
      ...lines, id: "borders", "source-layer": "borders", filter: ["!=", ["coalesce", ["get", "disputed"], false], true],
      layout: { "line-join": "round" }, // in wide water the line is conventional: lighter
      paint: { "line-color": c.border, "line-width": zoomed(1, 0.5, 5, 1, 10, 2), "line-opacity": ["case", ["==", ["get", "water"], true], 0.45, 1] },
    },
    {
      ...lines, id: "borders-disputed", "source-layer": "borders", filter: ["==", ["coalesce", ["get", "disputed"], false], true],
      paint: { "line-color": c.border, "line-width": zoomed(1, 0.6, 5, 1.2, 10, 2), "line-dasharray": [2, 2] },
    },
  ];
}

const CLASS: ExpressionSpecification = ["coalesce", ["get", "class"], ""];
const IS_COUNTRY: ExpressionSpecification = ["==", CLASS, "country"];
const IS_AREA: ExpressionSpecification = ["in", CLASS, ["literal", ["admin1", "admin2", "region", "island", "mountain"]]];
const IS_WATER: ExpressionSpecification = ["in", CLASS, ["literal", ["sea", "river"]]];
const IS_TOWN: ExpressionSpecification = ["!", ["any", IS_COUNTRY, IS_AREA, IS_WATER]];

/** Towns and villages that the basemap names itself; the selected event's places have labels of their own. */
export const townFilter = (named: readonly string[]): ExpressionSpecification =>
  ["all", IS_TOWN, ["!", ["in", ["get", "name"], ["literal", [...named]]]]];

/** Label classes in the order of their weight on the page; villages come last and faint. */
export function labels(theme: Theme): LayerSpecification[] {
  const c = palette(theme);
  const base = { type: "symbol", source: "basemap", "source-layer": "places" } as const;
  const population: ExpressionSpecification = ["coalesce", ["get", "population"], 0];
  const text = { "text-field": ["get", "name"] as ExpressionSpecification, "text-max-width": 8 };
  const halo = { "text-halo-color": c.halo, "text-halo-width": 1.6 };
  return [
    {
      ...base, id: "place-dots", type: "circle", minzoom: 5, filter: IS_TOWN,
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 5, 1.2, 10, ["case", [">", population, 20000], 3, 1.8], 14, 3],
        "circle-color": c.labelFaint, "circle-opacity": 0.8,
      },
    },
    {
      ...base, id: "place-labels", filter: IS_TOWN,
      layout: {
        ...text, "text-font": ["case", ["==", ["get", "capital"], true], ["literal", FONT_BOLD], ["literal", FONT]],
        "text-size": ["interpolate", ["linear"], ["zoom"], 4, ["case", [">", population, 1000000], 11.5, 10], 10, ["case", [">", population, 100000], 15, [">", population, 10000], 13, 11.5], 14, 14],
        "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": ["step", ["zoom"], 0.7, 8, 1.15], "text-justify": "auto", "text-padding": 3,
        "symbol-sort-key": ["-", 0, ["coalesce", ["get", "rank"], 0]],
      },
      paint: { ...halo, "text-color": ["case", [">", population, 5000], c.label, c.labelFaint] },
    },
    {
      ...base, id: "area-labels", minzoom: 5, maxzoom: 9, filter: IS_AREA,
      layout: { ...text, "text-font": FONT, "text-size": 11, "text-letter-spacing": 0.08, "text-padding": 8 },
      paint: { ...halo, "text-color": c.labelFaint, "text-opacity": 0.85 },
    },
    {
      ...base, id: "water-labels", filter: IS_WATER,
      layout: { ...text, "text-font": FONT_ITALIC, "text-size": 11.5, "text-letter-spacing": 0.06, "text-padding": 10 },
      paint: { "text-color": c.labelFaint, "text-halo-color": c.water, "text-halo-width": 1.2 },
    },
    {
      ...base, id: "country-labels", maxzoom: 8, filter: IS_COUNTRY,
      layout: {
        ...text, "text-font": FONT_BOLD, "text-size": ["interpolate", ["linear"], ["zoom"], 1, 9.5, 5, 15],
        "text-transform": "uppercase", "text-letter-spacing": 0.12, "symbol-sort-key": ["-", 0, population], "text-padding": 4,
      },
      paint: { ...halo, "text-color": c.label },
    },
  ];
}
