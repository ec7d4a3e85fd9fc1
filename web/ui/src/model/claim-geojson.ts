/** The evidence as GeoJSON: the point with its radius, what each check drew, and the alternatives. */
import type { Feature, FeatureCollection, Geometry, Polygon, Position } from "geojson";
import { quoted } from "./claim-text.ts";
import { checkName, letter, VERDICT_WORDS } from "./claim-words.ts";
import type { Answer, ClaimForm } from "./claim.ts";

const EARTH = 6371008.8; // mean radius in metres, IUGG
const RAD = Math.PI / 180;

/** The disc of so many metres around a point, on a sphere; anticlockwise. Longitudes may run past ±180. */
export function disc(lon: number, lat: number, metres: number): Polygon {
  const ring: Position[] = [];
  const d = Math.max(metres, 0.5) / EARTH, s1 = Math.sin(lat * RAD), c1 = Math.cos(lat * RAD);
  for (let i = 0; i < 64; i++) {
    const a = (-i / 64) * 2 * Math.PI;
    const s2 = s1 * Math.cos(d) + c1 * Math.sin(d) * Math.cos(a);
    const dLon = Math.atan2(Math.sin(a) * Math.sin(d) * c1, Math.cos(d) - s1 * s2);
    ring.push([round(lon + dLon / RAD), round(Math.asin(Math.max(-1, Math.min(1, s2))) / RAD)]);
  }
  ring.push(ring[0] as Position);
  return { type: "Polygon", coordinates: [ring] };
}

const round = (x: number): number => Math.round(x * 1e6) / 1e6;

/** What is drawn of an answer; check is the number of the check in it. */
export function evidenceFeatures(form: ClaimForm, a: Answer): Feature[] {
  const out: Feature[] = [];
  const add = (geometry: Geometry, properties: Record<string, unknown>): void => void out.push({ type: "Feature", geometry, properties });
  if (a.lat !== null && a.lon !== null) {
    const point = { verdict: a.verdict, radius_m: a.radius };
    if (a.radius !== null) add(disc(a.lon, a.lat, a.radius), { role: "radius", ...point });
    add({ type: "Point", coordinates: [a.lon, a.lat] }, { role: "claimed", ...point });
  }
  a.checks.forEach((c, i) => {
    if (c.geometry) add(c.geometry, { role: "check", check: i, code: c.code, name: checkName(c.code), result: c.result, measured: c.measured, expected: c.expected, quote: quoted(form.text, c), source: c.source });
  });
  a.alternatives.forEach((x, i) => add({ type: "Point", coordinates: [x.lon, x.lat] }, { role: "alternative", alternative: i, letter: letter(i), code: x.code, sentence: x.sentence }));
  return out;
}

/** A file for other programs; the claim's own words stand beside the features. */
export function toGeoJSON(form: ClaimForm, a: Answer): string {
  const file: FeatureCollection & Record<string, unknown> = {
    type: "FeatureCollection", features: evidenceFeatures(form, a),
    verdict: VERDICT_WORDS[a.verdict], sentence: a.sentence, condition: a.condition || null, claim: form.text, coordinates_as_written: form.coordinates, method: a.method,
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}
