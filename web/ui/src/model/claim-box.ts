/** Boxes around geometries, in degrees: west, south, east, north. They do not look across ±180. */
import type { Geometry, Position } from "geojson";

export type Box = [number, number, number, number];

/** null for nothing. */
export function boxOf(g: Geometry | null): Box | null {
  if (!g) return null;
  if (g.type === "GeometryCollection") return g.geometries.map((x) => boxOf(x)).reduce<Box | null>(join, null);
  return over(g.coordinates as Nested, null);
}

type Nested = Position | Nested[];

function over(c: Nested, box: Box | null): Box | null {
  if (typeof c[0] !== "number") return (c as Nested[]).reduce<Box | null>((b, x) => over(x, b), box);
  const [lon, lat] = c as [number, number];
  return join(box, [lon, lat, lon, lat]);
}

export function join(a: Box | null, b: Box | null): Box | null {
  if (!a || !b) return a ?? b;
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

/** The longer side in degrees; 0 for a point or nothing. */
export const sizeOf = (b: Box | null): number => (b ? Math.max(b[2] - b[0], b[3] - b[1]) : 0);
