/** Sources and layers of the events, above the basemap: what is added up, uncertainty regions, clusters, points, and what is pointed at. */
import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from "maplibre-gl";
import { palette } from "./palette.ts";
import { iconName } from "./icons.ts";
import { aggregateLayers } from "./aggregates.ts";
import { byKind } from "./kind-colour.ts";
import { clusterLayers, isCluster, several } from "./clusters.ts";
import { regionLayers } from "./regions.ts";
import { FONT_BOLD } from "./style.ts";
import type { TileLayer } from "../data/api.ts";
import type { Theme } from "../data/store.ts";

/** The deepest zoom of the map. */
export const MAX_ZOOM = 17;

export interface OverlayOptions {
  theme: Theme;
  /** tile address templates of the filtered events by layer */
  tiles: Record<TileLayer, string>;
  /** what the fullest cell of the heat map holds, and how strongly regions are drawn */
  most: number;
  strength: number;
}

const EMPTY = { type: "FeatureCollection", features: [] } as const;

export function overlaySources({ tiles }: OverlayOptions): Record<string, SourceSpecification> {
  const vector = (layer: TileLayer, maxzoom: number): SourceSpecification => ({ type: "vector", tiles: [tiles[layer]], minzoom: 0, maxzoom });
  const empty = (): SourceSpecification => ({ type: "geojson", data: { ...EMPTY, features: [] } });
  return {
    events: vector("events", 14), regions: vector("regions", 14),
    heat: vector("heat", MAX_ZOOM), grid: vector("grid", MAX_ZOOM), // cells are parts of a tile: drawn from a lower zoom they would grow
    outline: empty(), focus: empty(), spots: empty(),
  };
}

/** "under" lies below the basemap's labels, "over" above them. */
export function overlayLayers({ theme, most, strength }: OverlayOptions, where: "under" | "over"): LayerSpecification[] {
  if (where === "under") return [...aggregateLayers(theme, where, most), ...regionLayers(theme, strength)];
  return [...aggregateLayers(theme, where, most), ...clusterLayers(theme), ...pointLayers(theme), ...focusLayers(theme)];
}

function pointLayers(theme: Theme): LayerSpecification[] {
  const c = palette(theme);
  const base = { source: "events", "source-layer": "events" } as const;
  const icon = { "icon-image": iconExpression(theme), "icon-allow-overlap": true, "icon-ignore-placement": ["step", ["zoom"], false, 9, true], "icon-size": ["interpolate", ["linear"], ["zoom"], 3, 0.8, 9, 1] } as const;
  return [
    { ...base, id: "cluster-single", type: "symbol", filter: ["all", isCluster, ["!", several]], layout: { ...icon } as never },
    { ...base, id: "event-points", type: "symbol", filter: ["!", isCluster], layout: { ...icon } as never },
    {
      id: "spots", type: "symbol", source: "spots", minzoom: 8.5,
      layout: {
        "text-field": ["concat", "×", ["to-string", ["get", "n"]]], "text-font": FONT_BOLD, "text-size": 11.5,
        "text-offset": [1.75, -1.45], "text-allow-overlap": true, "text-ignore-placement": true,
      },
      paint: { "text-color": c.ink, "text-halo-color": c.surface, "text-halo-width": 2 },
    },
  ];
}

/** The icon for a feature's type and status. */
function iconExpression(theme: Theme): ExpressionSpecification {
  return ["concat", byKind((k) => iconName(theme, k.key, "")), ["coalesce", ["get", "verification"], "none"]];
}

function focusLayers(theme: Theme): LayerSpecification[] {
  const c = palette(theme);
  const role = (r: string): ExpressionSpecification => ["==", ["get", "role"], r];
  return [
    {
      id: "focus-line", type: "line", source: "focus", filter: role("link"),
      paint: { "line-color": c.accent, "line-width": 1.8, "line-dasharray": [1.5, 2] },
    },
    {
      id: "focus-hover", type: "circle", source: "focus", filter: role("hovered"),
      paint: { "circle-radius": 17, "circle-color": c.accent, "circle-opacity": 0.14, "circle-stroke-color": c.accent, "circle-stroke-width": 2 },
    },
    {
      id: "focus-selected", type: "circle", source: "focus", filter: role("selected"),
      paint: { "circle-radius": 17, "circle-opacity": 0, "circle-stroke-color": c.accent, "circle-stroke-width": 3.2 },
    },
    {
      id: "focus-runner-up", type: "circle", source: "focus", filter: role("pointed"),
      paint: { "circle-radius": 8, "circle-color": c.surface, "circle-opacity": 0.6, "circle-stroke-color": c.accent, "circle-stroke-width": 2 },
    },
    {
      id: "focus-labels", type: "symbol", source: "focus", filter: ["any", role("pointed"), role("selected")],
      layout: {
        "text-field": ["get", "name"], "text-font": FONT_BOLD, "text-size": 13, "text-variable-anchor": ["bottom", "top", "left", "right"],
        "text-radial-offset": 1.7, "text-justify": "auto", "text-allow-overlap": true,
      },
      paint: { "text-color": c.ink, "text-halo-color": c.surface, "text-halo-width": 2.2 },
    },
  ];
}
