/** Reads the answer of POST /api/check, and a picture's metadata from a link. Anything of the wrong shape becomes unknown; nothing here throws. */
import type { Geometry } from "geojson";
import { list, num, obj, str } from "./parse.ts";
import type { Answer, Check, ClaimAlternative, Media, Outcome, Reading, Span, Verdict } from "./claim.ts";

const VERDICTS: readonly Verdict[] = ["consistent", "inconsistent", "ambiguous", "not_checkable"];
const OUTCOMES: readonly Outcome[] = ["pass", "warn", "fail", "skipped"];
const DEPTH: Record<string, number> = { Point: 1, MultiPoint: 2, LineString: 2, MultiLineString: 3, Polygon: 3, MultiPolygon: 4 };

/** null for what is no answer at all. */
export function parseAnswer(v: unknown): Answer | null {
  const o = obj(v);
  const verdict = VERDICTS.find((x) => x === o.verdict);
  if (!verdict) return null;
  const rating = obj(o.rating);
  const at = point(o);
  return {
    id: str(o.id), verdict, sentence: str(o.sentence), condition: str(o.condition),
    lat: at?.lat ?? null, lon: at?.lon ?? null, radius: num(o.radius_m),
    readings: list(o.readings).flatMap(reading), reasons: list(o.reasons).map(str).filter((s) => s !== ""),
    checks: list(o.checks).map(check), alternatives: list(o.alternatives).flatMap(alternative),
    notChecked: list(o.not_checked).map(str).filter((s) => s !== ""),
    rating: { source: str(rating.source), information: num(rating.information), suggested: num(rating.suggested), why: str(rating.why) },
    method: str(o.method),
  };
}

function point(o: Record<string, unknown>): { lat: number; lon: number } | null {
  const lat = num(o.lat), lon = num(o.lon);
  return lat === null || lon === null || Math.abs(lat) > 90 || Math.abs(lon) > 180 ? null : { lat, lon };
}

function reading(v: unknown): Reading[] {
  const o = obj(v), at = point(o);
  return at ? [{ ...at, notation: str(o.notation), radius: num(o.radius_m), note: str(o.note) }] : [];
}

function alternative(v: unknown): ClaimAlternative[] {
  const o = obj(v), at = point(o);
  return at ? [{ ...at, code: str(o.code), sentence: str(o.sentence) }] : [];
}

function check(v: unknown): Check {
  const o = obj(v);
  return {
    code: str(o.check), result: OUTCOMES.find((x) => x === o.result) ?? "skipped", measured: str(o.measured), expected: str(o.expected),
    quote: span(o.quote), geometry: geometry(o.geometry), source: str(o.source), bits: num(o.bits),
  };
}

function span(v: unknown): Span | null {
  const o = obj(v), start = num(o.start), end = num(o.end);
  return start !== null && end !== null && start >= 0 && end > start ? { start, end } : null;
}

/** A geometry that a map can draw, or null. */
export function geometry(v: unknown, deep = 0): Geometry | null {
  const o = obj(v), type = str(o.type);
  if (type === "GeometryCollection") {
    const geometries = deep > 3 ? [] : list(o.geometries).flatMap((g) => geometry(g, deep + 1) ?? []);
    return geometries.length === 0 ? null : { type, geometries };
  }
  const depth = DEPTH[type];
  return depth !== undefined && positions(o.coordinates, depth) ? ({ type, coordinates: o.coordinates } as Geometry) : null;
}

function positions(v: unknown, depth: number): boolean {
  if (!Array.isArray(v)) return false;
  if (depth > 1) return v.every((x) => positions(x, depth - 1));
  return v.length >= 2 && v.every((n) => num(n) !== null);
}

/** A picture's metadata from outside. */
export function parseMedia(v: unknown): Media | null {
  const o = obj(v), m: Media = {};
  if (/^[0-9a-f]{64}$/i.test(str(o.sha256))) m.sha256 = str(o.sha256);
  const at = point(obj(o.gps));
  if (at) m.gps = at;
  const direction = num(o.direction);
  if (direction !== null && direction >= 0 && direction <= 360) m.direction = direction;
  for (const name of ["time", "gps_time", "software"] as const) if (str(o[name]) !== "") m[name] = str(o[name]).slice(0, 2000);
  if (o.has_zone === true) m.has_zone = true;
  const doubts = list(o.doubts).map(str).filter((s) => s !== "").slice(0, 50);
  if (doubts.length > 0) m.doubts = doubts;
  return Object.keys(m).length === 0 ? null : m;
}
