/** Layers of what tiles have added up under the filter: a heat map and squares with counts. Neither is a place where something happened. */
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { shortCount } from "./clusters.ts";
import { palette } from "./palette.ts";
import { FONT_BOLD } from "./style.ts";
import type { Theme } from "../data/store.ts";
import { STEPS } from "../model/show.ts";

const count: ExpressionSpecification = ["coalesce", ["get", "count"], 1];

/** A value for each step of the count. */
const stepped = <T>(values: readonly T[]): ExpressionSpecification =>
  ["step", count, values[0], ...STEPS.slice(1).flatMap((s, i) => [s.from, values[i + 1]])] as unknown as ExpressionSpecification;

/** "under" lies below the basemap's labels, "over" above them; most is what the fullest cell of the heat map holds. */
export function aggregateLayers(theme: Theme, where: "under" | "over", most: number): LayerSpecification[] {
  const c = palette(theme);
  const grid = { source: "grid", "source-layer": "grid" } as const;
  if (where === "over") {
    return [{
      ...grid, id: "grid-counts", type: "symbol",
      layout: { "text-field": shortCount, "text-font": FONT_BOLD, "text-size": 11, "text-allow-overlap": true, "text-padding": 1 },
      paint: { "text-color": stepped(c.stepInk) },
    }];
  }
  return [
    {
      id: "heat", type: "heatmap", source: "heat", "source-layer": "heat",
      paint: {
        // the root, so that a village shows beside a city; the view sets the intensity by the fullest cell
        "heatmap-weight": ["sqrt", count], "heatmap-intensity": heatIntensity(most),
        "heatmap-radius": ["interpolate", ["linear"], ["zoom"], 1, 20, 6, 26, 12, 34],
        "heatmap-color": ["interpolate", ["linear"], ["heatmap-density"], ...heatStops(c.steps)] as unknown as ExpressionSpecification,
        "heatmap-opacity": 0.82,
      },
    },
    { ...grid, id: "grid-fill", type: "fill", paint: { "fill-color": stepped(c.steps), "fill-opacity": 0.82, "fill-outline-color": c.surface } },
  ];
}

/** Gives the fullest cell in view the same colours whatever it holds. */
export const heatIntensity = (most: number): number => 1 / Math.sqrt(Math.max(1, most));

/** Densities and colours: from nothing, by the colour's own clear form lest the edge be grey, to the deepest. */
const heatStops = (steps: readonly string[]): (string | number)[] =>
  [0, `${steps[0]}00`, 0.004, `${steps[0]}40`, ...steps.flatMap((colour, i) => [[0.06, 0.16, 0.34, 0.62, 1][i] ?? 1, colour])];
