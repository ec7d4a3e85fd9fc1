/** A picture's metadata in words. What it does not say is named, too: unknown is not suspicious. */
import { momentWords } from "./claim-time.ts";
import type { Media } from "./claim.ts";

export function mediaFacts(m: Media): [name: string, value: string][] {
  const out: [string, string][] = [
    ["Position", m.gps ? `${m.gps.lat.toFixed(5)}, ${m.gps.lon.toFixed(5)}` : "not in the file"],
    ["Looks towards", m.direction === undefined ? "not in the file" : `${Math.round(m.direction)}° from north`],
    ["Camera's clock", m.time === undefined ? "not in the file" : `${momentWords(m.time)}${m.has_zone === true ? "" : ", zone not in the file"}`],
  ];
  if (m.gps_time !== undefined) out.push(["Satellites' time", momentWords(m.gps_time)]);
  if (m.software !== undefined) out.push(["Software", m.software]);
  for (const d of m.doubts ?? []) out.push(["Odd", d]);
  out.push(["SHA-256", m.sha256 ?? "this browser gives none on an unencrypted address"]);
  return out;
}
