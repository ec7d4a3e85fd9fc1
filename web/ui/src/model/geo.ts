/** Small geometry for the page: what is in view, how far a runner-up lies, coordinates in print. Not for verdicts: distances are on a sphere (error up to 0.6 %). */
import type { Bounds, EventItem, Place } from "./types.ts";

const EARTH = 6371008.8; // mean radius in metres, IUGG

/** Great-circle distance in metres. */
export function distance(aLon: number, aLat: number, bLon: number, bLat: number): number {
  const r = Math.PI / 180;
  const s = Math.sin(((bLat - aLat) * r) / 2) ** 2 + Math.cos(aLat * r) * Math.cos(bLat * r) * Math.sin(((bLon - aLon) * r) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(s)));
}

/** "850 m", "3.5 km", "89 km". */
export function formatDistance(metres: number): string {
  if (metres < 950) return `${Math.max(10, Math.round(metres / 10) * 10)} m`;
  const km = metres / 1000;
  return km < 9.95 ? `${trim(km.toFixed(1))} km` : `${Math.round(km).toLocaleString("en-GB")} km`;
}

const trim = (s: string): string => s.replace(/\.0$/, "");

/** Latitude first, as people paste it; four decimals are 11 m. */
export function formatPoint(lat: number, lon: number): string {
  return `${lat.toFixed(4)}, ${lon.toFixed(4)}`;
}

/** Whether the point lies in the bounds; bounds may run past ±180 as a map's do. */
export function inBounds(b: Bounds, lon: number, lat: number): boolean {
  if (lat < b.south || lat > b.north) return false;
  if (b.east - b.west >= 360) return true;
  const shift = (((lon - b.west) % 360) + 360) % 360;
  return shift <= b.east - b.west;
}

export const inView = (e: EventItem, b: Bounds): boolean => e.places.some((p) => inBounds(b, p.lon, p.lat));

/** The smallest box around the places, with a margin for their radius; null without places. It does not look across ±180. */
export function extent(places: readonly Place[]): Bounds | null {
  if (places.length === 0) return null;
  const b: Bounds = { west: 180, south: 90, east: -180, north: -90 };
  for (const p of places) {
    const dLat = (p.radius ?? 0) / 111000;
    const dLon = dLat / Math.max(0.05, Math.cos((p.lat * Math.PI) / 180));
    b.west = Math.min(b.west, p.lon - dLon);
    b.east = Math.max(b.east, p.lon + dLon);
    b.south = Math.min(b.south, p.lat - dLat);
    b.north = Math.max(b.north, p.lat + dLat);
  }
  return { ...b, south: Math.max(-85, b.south), north: Math.min(85, b.north) };
}

/** The bbox parameter W,S,E,N of the API: inside ±180, rounded outwards to four decimals; "" when all the world is in view. */
export function bboxParam(b: Bounds): string {
  if (b.east - b.west >= 360) return "";
  const wrap = (x: number): number => ((((x + 180) % 360) + 360) % 360) - 180;
  const out = (x: number, f: (n: number) => number): number => f(x * 1e4) / 1e4;
  return [
    out(wrap(b.west), Math.floor), out(Math.max(-90, b.south), Math.floor), out(wrap(b.east), Math.ceil), out(Math.min(90, b.north), Math.ceil),
  ].join(",");
}
