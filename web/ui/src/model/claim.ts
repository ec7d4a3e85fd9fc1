/** A claim and its answer as the page uses them. Unknown is null or "", never zero. Points are lon, lat in degrees. */
import type { Geometry } from "geojson";

/** The claim as it was typed; every field may be "". */
export interface ClaimForm {
  text: string; coordinates: string; published: string; time: string; source: string; url: string;
  /** ID of a stored event that the claim is about */
  event: string;
}

/** What a picture says of itself, in the server's own names. */
export interface Media {
  sha256?: string; gps?: { lat: number; lon: number }; direction?: number; time?: string; has_zone?: boolean;
  gps_time?: string; software?: string; doubts?: string[];
}

export type Verdict = "consistent" | "inconsistent" | "ambiguous" | "not_checkable";
export type Outcome = "pass" | "warn" | "fail" | "skipped";

/** Code points of the claim's text, half open. */
export interface Span { start: number; end: number }

export interface Check {
  code: string; result: Outcome; measured: string; expected: string;
  quote: Span | null; geometry: Geometry | null; source: string; bits: number | null;
}

export interface Reading { lat: number; lon: number; notation: string; radius: number | null; note: string }

export interface ClaimAlternative { code: string; sentence: string; lat: number; lon: number }

export interface Rating { source: string; information: number | null; suggested: number | null; why: string }

export interface Answer {
  id: string; verdict: Verdict; sentence: string; condition: string;
  lat: number | null; lon: number | null; radius: number | null;
  readings: Reading[]; reasons: string[]; checks: Check[]; alternatives: ClaimAlternative[]; notChecked: string[];
  rating: Rating; method: string;
}

export const noClaim = (): ClaimForm => ({ text: "", coordinates: "", published: "", time: "", source: "", url: "", event: "" });
