/** Which map tiles a change on the server touches; openapi.json has the rule (schema Change). */
import type { Bounds } from "../model/types.ts";

export interface Touched {
  /** tiles of zoom 9 as z/x/y */
  tiles: string[];
  /** not all of them are named */
  everywhere: boolean;
}

/** Reads the data of a change message; what cannot be read touches everything. */
export function readTouched(data: string): Touched {
  try {
    const o = JSON.parse(data) as { tiles?: unknown; more?: unknown } | null;
    if (Array.isArray(o?.tiles)) return { tiles: o.tiles.filter((t) => typeof t === "string"), everywhere: o.more !== false };
  } catch {
    // falls through
  }
  return { tiles: [], everywhere: true };
}

/** Degrees of the west and north edges of column and row n of 2^zoom. */
const lon = (n: number, zoom: number): number => (n / 2 ** zoom) * 360 - 180;
const lat = (n: number, zoom: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * n) / 2 ** zoom))) * 180) / Math.PI;

/** True when a tile lies in the view or a tenth of its size beside it, where a cluster may still reach in. */
export function inView(name: string, view: Bounds): boolean {
  const [z = NaN, x = NaN, y = NaN] = name.split("/").map(Number);
  if (![z, x, y].every(Number.isInteger)) return true;
  const dx = (view.east - view.west) / 10;
  const dy = (view.north - view.south) / 10;
  if (lat(y + 1, z) > view.north + dy || lat(y, z) < view.south - dy) return false;
  const width = lon(x + 1, z) - lon(x, z);
  const from = (((lon(x, z) - (view.west - dx)) % 360) + 360) % 360; // east of the view's west edge
  return from <= view.east - view.west + 2 * dx || from + width >= 360;
}

/** Remembers touched tiles until they come into view. */
export class TouchedTiles {
  #tiles = new Set<string>();
  #everywhere = false;

  add(t: Touched): void {
    for (const name of t.tiles) this.#tiles.add(name);
    this.#everywhere ||= t.everywhere || this.#tiles.size > 5000;
  }

  /** True when the view shows a touched tile; all are forgotten then, for the map asks for everything anew. */
  take(view: Bounds): boolean {
    const seen = this.#everywhere || [...this.#tiles].some((name) => inView(name, view));
    if (seen) this.clear();
    return seen;
  }

  clear(): void {
    this.#tiles.clear();
    this.#everywhere = false;
  }
}
