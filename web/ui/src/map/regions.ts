/** Layers of where events may have been: quiet ones from the tiles, and the outline of the chosen event's own. */
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { kindColour } from "./kind-colour.ts";
import { palette } from "./palette.ts";
import type { Theme } from "../data/store.ts";

/** The zoom from which tiles have regions. */
export const REGIONS_FROM = 9;

export const REGION_LAYERS = ["regions-fill", "regions-line"];
export const OUTLINE_LAYERS = ["outline-fill", "outline-line"];

/** From so many events in view on, regions only hide the map and each other; they are neither drawn nor asked for. */
export const CROWD = 500;

/** How strongly regions are drawn, 0 to 1, with so many events in view: many on each other would hide the map. */
export const regionStrength = (events: number): number => (events < 40 ? 1 : events < 150 ? 0.45 : events < CROWD ? 0.2 : 0);

const radius: ExpressionSpecification = ["coalesce", ["get", "radius_m"], 5000];

/** A wide region says little about any one spot in it, so it stays fainter. */
export function fillOpacity(theme: Theme, strength: number): ExpressionSpecification {
  const soft = (theme === "dark" ? 0.13 : 0.1) * strength;
  return ["interpolate", ["linear"], radius, 2000, soft, 20000, soft / 2, 100000, 0.015 * strength];
}

export const lineOpacity = (strength: number): number => 0.6 * Math.sqrt(strength);

/** One region of a tile may stand for events of several types; then it has no kind's colour. */
export function regionLayers(theme: Theme, strength: number): LayerSpecification[] {
  const c = palette(theme);
  // a region that is smaller than the mark upon it says nothing yet; the tile's zoom decides, by doubling
  const seen: ExpressionSpecification = [">=", radius, ["/", 900000, ["^", 2, ["zoom"]]]];
  const tiles = { source: "regions", "source-layer": "regions", minzoom: REGIONS_FROM, filter: seen } as const;
  const colour = kindColour(theme);
  const shared: ExpressionSpecification = ["case", ["has", "type"], colour, c.region];
  return [
    { ...tiles, id: "regions-fill", type: "fill", paint: { "fill-color": shared, "fill-opacity": fillOpacity(theme, strength) } },
    {
      ...tiles, id: "regions-line", type: "line",
      paint: { "line-color": shared, "line-width": 1.1, "line-opacity": lineOpacity(strength), "line-dasharray": [3, 2.5] },
    },
    { id: "outline-fill", type: "fill", source: "outline", paint: { "fill-color": colour, "fill-opacity": fillOpacity(theme, 1) } },
    { id: "outline-line", type: "line", source: "outline", paint: { "line-color": colour, "line-width": 2.4, "line-dasharray": [3, 1.5] } },
  ];
}
