/** Sources and layers of the events, above the basemap: uncertainty regions, clusters, points, and what is pointed at. */
import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from "maplibre-gl";
import { KINDS, type Kind, kindOf } from "../model/kinds.ts";
import { palette } from "./palette.ts";
import { iconName } from "./icons.ts";
import { FONT_BOLD } from "./style.ts";
import type { Theme } from "../data/store.ts";

export interface OverlayOptions {
  /** tile address template of the filtered events */
  tiles: string;
  /** address of the regions of the filtered events; "" for none */
  regions: string;
}

export const POINT_LAYERS = ["event-points", "cluster-single"];
export const CLUSTER_LAYERS = ["clusters"];

const EMPTY = { type: "FeatureCollection", features: [] } as const;

export function overlaySources(o: OverlayOptions): Record<string, SourceSpecification> {
  return {
    events: { type: "vector", tiles: [o.tiles], minzoom: 0, maxzoom: 14 },
    regions: { type: "geojson", data: o.regions === "" ? { ...EMPTY, features: [] } : o.regions },
    focus: { type: "geojson", data: { ...EMPTY, features: [] } },
    spots: { type: "geojson", data: { ...EMPTY, features: [] } },
  };
}

/** The sub-event types of ACLED's codebook; others get the group's fallback. */
export const TYPES = [
  "Government regains territory", "Non-state actor overtakes territory", "Armed clash", "Excessive force against protesters",
  "Protest with intervention", "Peaceful protest", "Violent demonstration", "Mob violence", "Chemical weapon", "Air/drone strike",
  "Suicide bomb", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Grenade", "Sexual violence", "Attack",
  "Abduction/forced disappearance", "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
  "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory", "Other",
];

const byKind = (pick: (k: Kind) => string): ExpressionSpecification =>
  ["match", ["coalesce", ["get", "type"], ""], ...TYPES.flatMap((t) => [t, pick(kindOf(t))]), pick(kindOf(""))] as unknown as ExpressionSpecification;

export const kindColour = (theme: Theme): ExpressionSpecification => byKind((k) => k[theme]);

const isCluster: ExpressionSpecification = ["has", "count"];
const several: ExpressionSpecification = [">", ["coalesce", ["get", "count"], 1], 1];

/** "under" lies below the basemap's labels, "over" above them. */
export function overlayLayers(theme: Theme, where: "under" | "over"): LayerSpecification[] {
  return where === "under" ? regionLayers(theme) : [...pointLayers(theme), ...focusLayers(theme)];
}

function regionLayers(theme: Theme): LayerSpecification[] {
  const colour = kindColour(theme);
  const radius: ExpressionSpecification = ["coalesce", ["get", "radius_m"], 5000];
  // a region that is smaller than the mark upon it says nothing yet; the tile's zoom decides, by doubling
  const seen: ExpressionSpecification = [">=", radius, ["/", 900000, ["^", 2, ["zoom"]]]];
  const soft = theme === "dark" ? 0.13 : 0.1;
  return [
    {
      id: "regions-fill", type: "fill", source: "regions", filter: seen,
      // a wide region says little about any one spot in it, so it stays fainter
      paint: { "fill-color": colour, "fill-opacity": ["interpolate", ["linear"], radius, 2000, soft, 20000, soft / 2, 100000, 0.015] },
    },
    {
      id: "regions-line", type: "line", source: "regions", filter: seen,
      paint: { "line-color": colour, "line-width": 1.2, "line-opacity": 0.65, "line-dasharray": [3, 2.5] },
    },
    {
      id: "regions-selected", type: "line", source: "regions", filter: ["==", ["get", "event"], ""],
      paint: { "line-color": colour, "line-width": 2.4, "line-dasharray": [3, 1.5] },
    },
  ];
}

function pointLayers(theme: Theme): LayerSpecification[] {
  const c = palette(theme);
  const base = { source: "events", "source-layer": "events" } as const;
  const icon = { "icon-image": iconExpression(theme), "icon-allow-overlap": true, "icon-ignore-placement": true, "icon-size": ["interpolate", ["linear"], ["zoom"], 3, 0.8, 9, 1] } as const;
  return [
    {
      ...base, id: "clusters", type: "circle", filter: ["all", isCluster, several],
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["log10", ["max", 1, ["coalesce", ["get", "count"], 1]]], 0.3, 13, 2, 20, 4, 32],
        "circle-color": c.cluster, "circle-opacity": 0.92, "circle-stroke-color": c.surface, "circle-stroke-width": 2,
      },
    },
    {
      ...base, id: "cluster-counts", type: "symbol", filter: ["all", isCluster, several],
      layout: { "text-field": ["to-string", ["get", "count"]], "text-font": FONT_BOLD, "text-size": 12.5, "text-allow-overlap": true },
      paint: { "text-color": c.clusterText },
    },
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

export const kindKeys = (): string[] => KINDS.map((k) => k.key);
