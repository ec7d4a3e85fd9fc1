/** Layers of clusters: a circle at a real event of each, with the number of event places. Circles may overlap, for none is moved to where nothing happened. */
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { clusterName } from "./icons.ts";
import { palette } from "./palette.ts";
import { FONT_BOLD } from "./style.ts";
import type { Theme } from "../data/store.ts";

export const isCluster: ExpressionSpecification = ["has", "count"];
const count: ExpressionSpecification = ["coalesce", ["get", "count"], 1];
export const several: ExpressionSpecification = [">", count, 1];

/** A count in few letters: all digits up to 999, then thousands and millions; the pointer shows all. */
export const shortCount: ExpressionSpecification = [
  "case", ["<", count, 1000], ["to-string", count],
  ["<", count, 9950], ["concat", ["to-string", ["/", ["round", ["/", count, 100]], 10]], "k"],
  ["<", count, 999500], ["concat", ["to-string", ["round", ["/", count, 1000]]], "k"],
  ["concat", ["to-string", ["/", ["round", ["/", count, 100000]], 10]], "M"],
];

/** Whole pixels, so that few pictures are needed; cells are 32 pixels wide, so most circles are no wider. */
const radius: ExpressionSpecification = ["round", ["interpolate", ["linear"], ["log10", ["max", 1, count]], 0.3, 10, 1, 12, 2, 14, 3, 16, 5, 18]];

const anchors = (...list: (string | [number, number])[]): ExpressionSpecification => ["literal", list] as unknown as ExpressionSpecification;

/** Where a number may stand in its circle, in ems off the middle: short ones anywhere, long ones only a little to the sides. MapLibre adds 0.3 em towards the middle above and below. */
const sides: ExpressionSpecification = [
  "case", ["<", count, 100],
  anchors(
    "center", [0, 0], "bottom", [0, -0.3], "top", [0, 0.3], "right", [0, 0], "left", [0, 0],
    "bottom-right", [0.3, -0.28], "bottom-left", [-0.3, -0.28], "top-right", [0.3, 0.28], "top-left", [-0.3, 0.28],
  ),
  anchors(
    "center", [0, 0], "bottom", [0, -0.3], "top", [0, 0.3], "right", [0.5, 0], "left", [-0.5, 0],
    "bottom-right", [0.6, -0.28], "bottom-left", [-0.6, -0.28], "top-right", [0.6, 0.28], "top-left", [-0.6, 0.28],
  ),
];

/** The order of circles is kept across tiles, which circle layers cannot do; symbols can. */
export function clusterLayers(theme: Theme): LayerSpecification[] {
  const c = palette(theme);
  const base = { source: "events", "source-layer": "events", filter: ["all", isCluster, several] as ExpressionSpecification, type: "symbol" } as const;
  const circle = (r: ExpressionSpecification) => ({ "icon-image": ["concat", clusterName(theme, ""), ["to-string", r]] as ExpressionSpecification, "icon-allow-overlap": true });
  return [
    // small ones lie on large ones
    { ...base, id: "clusters", layout: { ...circle(radius), "icon-ignore-placement": true, "symbol-sort-key": ["-", 0, count] } },
    {
      ...base, id: "cluster-counts",
      layout: {
        // Small ones are placed first, with their circles, unseen, as what others keep off: the number of a circle that is
        // partly covered moves to the side that is free, and is left out where none is, for it would be read as another's.
        ...circle(["-", radius, 3]), "icon-padding": 0, // boxes about circles: their corners are free
        "text-optional": true, "symbol-sort-key": count,
        "text-field": shortCount, "text-font": FONT_BOLD, "text-size": 11.5, "text-line-height": 0.8, "text-padding": 0,
        "text-variable-anchor-offset": sides,
      },
      paint: { "icon-opacity": 0, "text-color": c.clusterText, "text-halo-color": c.cluster, "text-halo-width": 1.5 },
    },
  ];
}
