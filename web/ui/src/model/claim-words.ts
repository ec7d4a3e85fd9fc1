/** Plain words for the codes of checks, results and verdicts. */
import type { Outcome, Verdict } from "./claim.ts";

const CHECKS: Record<string, string> = {
  distance: "Distance to the named place", bearing: "Direction from the named place", wrong_country: "Country", wrong_admin: "Region",
  border_distance: "Distance to the border", homonym: "Places of the same name", list_outlier: "Places named together",
  swapped: "Latitude and longitude swapped", sign: "Sign of the coordinates", notation: "Notation of the coordinates",
  unparseable: "Coordinates cannot be read", datum: "Datum of the coordinates", digit: "A mistyped digit", zone: "Zone of the grid",
  centroid: "Centre of an area", corridor: "Between the named places", null_island: "Point 0, 0", precision: "Digits of the coordinates",
  coarse_place: "Size of the named place", no_place: "A named place", sun: "Sun and daylight", weekday: "Day of the week",
  future: "Order of the dates", before_event: "Posted before it happened", sea: "Land or sea", duplicate: "Seen before",
  speed: "Speed between two posts", media_gps: "Position in the picture", media_time: "Time of filming", media_direction: "Direction of the camera", media: "What the picture says of itself", casualties: "Numbers of people", neighbours: "Other reports nearby",
};

/** Codes that are not known yet are shown as they are, with spaces. */
export function checkName(code: string): string {
  const known = CHECKS[code];
  if (known !== undefined) return known;
  const words = code.replaceAll("_", " ").trim();
  return words === "" ? "A check without a name" : words.charAt(0).toUpperCase() + words.slice(1);
}

export const OUTCOME_WORDS: Record<Outcome, string> = { pass: "Fits", warn: "Doubtful", fail: "Does not fit", skipped: "Not checked" };

export const VERDICT_WORDS: Record<Verdict, string> = {
  consistent: "Consistent", inconsistent: "Inconsistent", ambiguous: "Ambiguous", not_checkable: "Not checkable",
};

/** What the verdict does not say. */
export const VERDICT_LIMITS: Record<Verdict, string> = {
  consistent: "Nothing that was checked speaks against it. That does not make it true.",
  inconsistent: "Something in it cannot be right as it stands. Another part may still be.",
  ambiguous: "It can be read in more than one way, or the checks disagree.",
  not_checkable: "There is too little in it to hold against a map or a clock.",
};

/** "3 bits for", "6.5 bits against"; "" for no weight. */
export function weightWords(bits: number | null): string {
  if (bits === null || bits === 0) return "";
  const n = Math.abs(bits).toFixed(1).replace(/\.0$/, "");
  return `${n} ${n === "1" ? "bit" : "bits"} ${bits > 0 ? "for" : "against"}`;
}

/** A sentence with a capital at its start. */
export const upper = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1);

/** The letter of an alternative in its list and on the map: A, B, … Z, then numbers. */
export const letter = (i: number): string => (i < 26 ? String.fromCharCode(65 + i) : String(i + 1));

const SOURCE: Record<string, string> = {
  A: "completely reliable", B: "usually reliable", C: "fairly reliable", D: "not usually reliable", E: "unreliable", F: "reliability cannot be judged",
};
const INFORMATION = ["", "confirmed by other sources", "probably true", "possibly true", "doubtful", "improbable", "truth cannot be judged"];

export const sourceWords = (letterCode: string): string => SOURCE[letterCode] ?? "unknown";
export const informationWords = (n: number): string => INFORMATION[n] || "unknown";
