/** Prepares "why this place": contributions in order of weight, as shares of the heaviest. */
import type { Place, Reason, Relation } from "./types.ts";
import { formatDistance } from "./geo.ts";

export interface Bar {
  label: string;
  /** value × weight; below zero speaks against the place */
  amount: number;
  /** 0 to 1, of the heaviest in the list */
  share: number;
}

/** Bars, heaviest first; those that say nothing (below 0.5 % of the heaviest) are left out. */
export function bars(reasons: readonly Reason[]): Bar[] {
  const all = reasons.map((r) => ({ label: r.feature, amount: r.value * r.weight }));
  const top = Math.max(0, ...all.map((r) => Math.abs(r.amount)));
  if (top === 0) return [];
  return all
    .map((r) => ({ ...r, share: Math.abs(r.amount) / top }))
    .filter((r) => r.share >= 0.005)
    .sort((a, b) => b.share - a.share);
}

/** "97 %", "<1 %", ">99 %"; "" when unknown. Certainty is never claimed. */
export function formatP(p: number | null): string {
  if (p === null) return "";
  if (p > 0.99) return ">99 %";
  if (p < 0.01) return "<1 %";
  return `${Math.round(p * 100)} %`;
}

const POINTS = ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"];

/** The compass word of a bearing in degrees from north. */
export function compass(bearing: number): string {
  return POINTS[Math.round((((bearing % 360) + 360) % 360) / 45) % 8] ?? "";
}

/** How the event lies to the place, in words. */
export function relationText(r: Relation | null): string {
  if (r === null) return "";
  const km = r.km === null ? "" : formatDistance(r.km * 1000);
  const dir = r.bearing === null ? "" : compass(r.bearing);
  switch (r.kind) {
    case "at": return "at the place itself";
    case "near": return "near the place";
    case "outskirts": return "on its outskirts";
    case "distance": return [km, dir, "from the place"].filter((s) => s !== "").join(" ");
    case "direction": return `${dir || "in a direction"} of the place`;
    case "between": return "between two places";
    case "border": return "at the border";
    case "inside": return "somewhere inside the area";
    case "axis": return "along a line from the place";
    case "bank": return "on a river bank";
    default: return r.kind;
  }
}

/** "Sudzhanskiy Rayon, Kursk, RU". */
export function placeLine(p: Pick<Place, "admin1" | "country"> & { admin2?: string }): string {
  return [p.admin2 ?? "", p.admin1, countryName(p.country)].filter((s) => s !== "").join(", ");
}

/** The English name of an ISO country code, from the browser; the code itself when it has none. */
export function countryName(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  try {
    return new Intl.DisplayNames(["en"], { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** The precision codes of ACLED and UCDP in one line; "" when there are none. */
export function precisionCodes(geo: number | null, where: number | null): string {
  return [geo === null ? "" : `ACLED geo_precision ${geo}`, where === null ? "" : `UCDP where_prec ${where}`].filter((s) => s !== "").join(" · ");
}

/** What ACLED and UCDP call the event; "" when they have no word for it. */
export function codedAs(eventType: string, violence: number | null): string {
  const ucdp = ["", "state-based", "non-state", "one-sided"][violence ?? 0] ?? "";
  return [eventType === "" ? "" : `ACLED: ${eventType}`, ucdp === "" ? "" : `UCDP: ${ucdp} violence`].filter((s) => s !== "").join(" · ");
}

/** What a side did in the event. */
export function roleText(role: string): string {
  switch (role) {
    case "actor1": return "acts";
    case "actor2": return "other side";
    case "victim": return "victims";
    case "blamed": return "blamed by others";
    default: return role;
  }
}

/** What is said about disputed ground: who else claims it, and whose view the shown country follows; "" when nobody disputes it. */
export function disputeText(disputed: string, worldview: string): string {
  if (disputed === "") return "";
  const sentence = /[.!?]$/.test(disputed) ? disputed : `${disputed}.`;
  const views: Record<string, string> = { un: "the view of the United Nations", control: "who held the ground when the borders were drawn" };
  const view = worldview === "" ? "" : ` The country shown here follows ${views[worldview] ?? `the view “${worldview}”`}.`;
  return sentence + view;
}
