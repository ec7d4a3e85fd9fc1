/** A stored event as a claim for the page /check: its report's words, its places, its source. */
import { gap } from "./quotes.ts";
import { toFragment } from "./claim-link.ts";
import { noClaim } from "./claim.ts";
import type { EventItem, Place } from "./types.ts";

/** The fragment, without "#". */
export function claimOfEvent(e: EventItem): string {
  const text = e.quotes.map((q) => `${q.before}${gap(q.before, q.quote)}${q.quote}${gap(q.quote, q.after)}${q.after}`.trim()).join("\n");
  return toFragment({
    ...noClaim(), text, event: e.id, coordinates: claimedPlaces(e.places, text).map(asDigits).join("\n"), published: e.source.published, source: e.source.outlet,
    url: /^https?:\/\//.test(e.source.url) ? e.source.url : "",
  }, null);
}

/** The places that the words name; the first when they name none, as when the place stands elsewhere in the report. */
function claimedPlaces(places: readonly Place[], words: string): readonly Place[] {
  const named = places.filter((p) => p.surface !== "" && words.includes(p.surface));
  return named.length > 0 ? named : places.slice(0, 1);
}

/** No more decimals than the radius lets stand: a digit claims that the place is known so well. */
function asDigits(p: Place): string {
  const r = p.radius ?? 5500;
  const digits = r >= 5500 ? 1 : r >= 550 ? 2 : r >= 55 ? 3 : 4;
  return `${p.lat.toFixed(digits)}, ${p.lon.toFixed(digits)}`;
}
