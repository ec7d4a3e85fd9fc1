/** Cuts the claim's text where the quotes of its checks begin and end. */
import type { Check } from "./claim.ts";

/** A piece of the text and the checks, by number, that rest on it. */
export interface Piece { text: string; checks: number[] }

export function pieces(text: string, checks: readonly Check[]): Piece[] {
  const points = [...text];
  const spans = checks.flatMap((c, i) => (c.quote && c.quote.end <= points.length ? [{ ...c.quote, i }] : []));
  const cuts = [...new Set([0, points.length, ...spans.flatMap((s) => [s.start, s.end])])].sort((a, b) => a - b);
  return cuts.slice(1).map((end, k) => {
    const start = cuts[k] ?? 0;
    return { text: points.slice(start, end).join(""), checks: spans.filter((s) => s.start <= start && s.end >= end).map((s) => s.i) };
  }).filter((p) => p.text !== "");
}

/** The words a check rests on; "" when it rests on none. */
export function quoted(text: string, c: Check): string {
  return c.quote ? [...text].slice(c.quote.start, c.quote.end).join("") : "";
}
