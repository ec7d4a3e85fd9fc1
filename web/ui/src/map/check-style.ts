/** The style of the map of evidence: the basemap, and above it shapes that say how sure they are. Nothing is drawn as certain. */
import type { ExpressionSpecification, FilterSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import { palette } from "./palette.ts";
import { type Basemap, FONT_BOLD, ground, labels } from "./style.ts";
import type { Theme } from "../data/store.ts";
import type { Outcome } from "../model/claim.ts";

/** Colours of results, as page.css has them for the panels. */
const TONES: Record<Theme, Record<Outcome, string>> = {
  light: { pass: "#23613a", warn: "#8a4b00", fail: "#a3241a", skipped: "#555b64" },
  dark: { pass: "#7fd69c", warn: "#f5b45c", fail: "#ff8b7c", skipped: "#a6b0ba" },
};
/** Each result has its own dashes, so that colour is never alone. */
const DASHES: Record<Outcome, number[]> = { pass: [5, 2.5], warn: [2.5, 2], fail: [1, 1.4], skipped: [0.5, 3] };
const OUTCOMES = Object.keys(DASHES) as Outcome[];

/** Layers whose features belong to a check, for the pointer. */
export const CHECK_LAYERS = ["check-fill", ...OUTCOMES.map((o) => `check-line-${o}`), "check-points"];
export const ALTERNATIVE_LAYER = "alternative-points";

export function buildCheckStyle(theme: Theme, basemap: Basemap): StyleSpecification {
  return {
    version: 8, name: `sitmap check ${theme}`,
    sources: { basemap: { type: "vector", ...basemap }, evidence: { type: "geojson", data: empty() }, pointed: { type: "geojson", data: empty() } },
    layers: [...ground(theme), ...shapes(theme), ...labels(theme), ...points(theme)],
  };
}

const empty = (): { type: "FeatureCollection"; features: [] } => ({ type: "FeatureCollection", features: [] });
const role = (r: string): ExpressionSpecification => ["==", ["get", "role"], r];
const isArea: ExpressionSpecification = ["in", ["geometry-type"], ["literal", ["Polygon", "MultiPolygon"]]];
const isPoint: ExpressionSpecification = ["in", ["geometry-type"], ["literal", ["Point", "MultiPoint"]]];

/** Filter of the layers that show the check that is pointed at. */
export const activeFilter = (check: number, area: boolean): FilterSpecification => ["all", role("check"), ["==", ["get", "check"], check], area ? isArea : ["!", isPoint]] as FilterSpecification;

export const activePoints = (check: number): FilterSpecification => ["all", role("check"), ["==", ["get", "check"], check], isPoint] as FilterSpecification;

function tone(theme: Theme): ExpressionSpecification {
  const t = TONES[theme];
  return ["match", ["coalesce", ["get", "result"], ""], "pass", t.pass, "warn", t.warn, "fail", t.fail, t.skipped];
}

function shapes(theme: Theme): LayerSpecification[] {
  const c = palette(theme), colour = tone(theme), source = "evidence";
  return [
    { id: "check-fill", type: "fill", source, filter: ["all", role("check"), isArea], paint: { "fill-color": colour, "fill-opacity": theme === "dark" ? 0.07 : 0.05 } },
    { id: "check-fill-active", type: "fill", source, filter: activeFilter(-1, true), paint: { "fill-color": colour, "fill-opacity": 0.2 } },
    ...OUTCOMES.map((o): LayerSpecification => ({
      id: `check-line-${o}`, type: "line", source, filter: ["all", role("check"), ["!", isPoint], ["==", ["get", "result"], o]], layout: { "line-join": "round" },
      paint: { "line-color": TONES[theme][o], "line-width": 1.6, "line-opacity": 0.85, "line-dasharray": DASHES[o] },
    })),
    { id: "check-line-active", type: "line", source, filter: activeFilter(-1, false), layout: { "line-join": "round" }, paint: { "line-color": colour, "line-width": 3.4, "line-dasharray": [3, 1.2] } },
    { id: "radius-fill", type: "fill", source, filter: role("radius"), paint: { "fill-color": c.accent, "fill-opacity": 0.2 } },
    { id: "radius-line", type: "line", source, filter: role("radius"), paint: { "line-color": c.accent, "line-width": 1.4, "line-dasharray": [3, 2] } },
    { id: "way", type: "line", source: "pointed", filter: role("way"), paint: { "line-color": c.ink, "line-width": 1.8, "line-dasharray": [1.5, 2] } },
  ];
}

function points(theme: Theme): LayerSpecification[] {
  const c = palette(theme), source = "evidence";
  const label = { "text-font": FONT_BOLD, "text-size": 13, "text-allow-overlap": true, "text-ignore-placement": true };
  return [
    { id: "check-points", type: "circle", source, filter: ["all", role("check"), isPoint], paint: { "circle-radius": 7, "circle-color": tone(theme), "circle-opacity": 0.12, "circle-stroke-color": tone(theme), "circle-stroke-width": 1.8 } },
    { id: "check-points-active", type: "circle", source, filter: activePoints(-1), paint: { "circle-radius": 11, "circle-color": tone(theme), "circle-opacity": 0.22, "circle-stroke-color": tone(theme), "circle-stroke-width": 3 } },
    { id: ALTERNATIVE_LAYER, type: "circle", source, filter: role("alternative"), paint: { "circle-radius": 11, "circle-color": c.surface, "circle-opacity": 0.85, "circle-stroke-color": c.ink, "circle-stroke-width": 1.8 } },
    { id: "alternative-letters", type: "symbol", source, filter: role("alternative"), layout: { ...label, "text-field": ["get", "letter"] }, paint: { "text-color": c.ink } },
    { id: "claimed", type: "circle", source, filter: role("claimed"), paint: { "circle-radius": 9, "circle-color": c.accent, "circle-opacity": 0.16, "circle-stroke-color": c.accent, "circle-stroke-width": 2.6 } },
    {
      id: "claimed-label", type: "symbol", source, filter: role("claimed"),
      layout: { ...label, "text-field": "as claimed", "text-variable-anchor": ["bottom", "top", "left", "right"], "text-radial-offset": 1.1, "text-justify": "auto" },
      paint: { "text-color": c.accent, "text-halo-color": c.surface, "text-halo-width": 2.2 },
    },
  ];
}
