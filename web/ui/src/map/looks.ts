/** How layers are seen by what the reader chose and what is there: which, from which zoom, how strongly. What is not seen is not asked for. Pure. */
import { CLUSTER_LAYERS, GRID_LAYERS } from "./layer-names.ts";
import { OUTLINE_LAYERS, REGION_LAYERS, REGIONS_FROM } from "./regions.ts";
import type { State } from "../data/store.ts";
import { inView } from "../model/geo.ts";
import { MARKS_FROM } from "../model/show.ts";

export interface Look { visible: boolean; minzoom: number }

/** The spots with a number beside them are known for loaded events only, and readable from here on. */
const SPOTS_FROM = 8.5;

/** strength is that of regions, 0 for none; see regionStrength. */
export function looks({ show, showRegions }: Pick<State, "show" | "showRegions">, strength: number): Map<string, Look> {
  const out = new Map<string, Look>();
  const set = (ids: readonly string[], visible: boolean, minzoom = 0): void => {
    for (const id of ids) out.set(id, { visible, minzoom });
  };
  set(["heat"], show === "heat");
  set([...GRID_LAYERS, "grid-counts"], show === "grid");
  set([...CLUSTER_LAYERS, "cluster-counts", "cluster-single"], show === "points");
  set(["event-points"], true, MARKS_FROM[show]);
  set(["spots"], true, Math.max(SPOTS_FROM, MARKS_FROM[show]));
  set(REGION_LAYERS, showRegions && strength > 0 && show !== "grid", REGIONS_FROM); // dashes among numbers could not be read
  set(OUTLINE_LAYERS, showRegions);
  return out;
}

/** Loaded events in view; the page loads only so many of those in view. */
export function crowd({ events, view }: Pick<State, "events" | "view">): number {
  return view === null ? 0 : events.filter((e) => inView(e, view)).length;
}
