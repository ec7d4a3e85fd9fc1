/** Says casualties in words. A number that the text does not give is left out, never written as 0. */
import type { Casualties, Count } from "./types.ts";

/** "3", "about 30", "2–4", "at least 5", "up to 9", or the words when there is no number. */
export function formatCount(c: Count): string {
  const about = c.approximate ? "about " : "";
  if (c.min !== null && c.max !== null) return c.min === c.max ? `${about}${c.min}` : `${about}${c.min}–${c.max}`;
  if (c.min !== null) return `at least ${about}${c.min}`;
  if (c.max !== null) return `up to ${about}${c.max}`;
  return "some";
}

/** The kinds that are known, in a fixed order, with a label and the words of the report. */
export function casualtyList(c: Casualties): { label: string; count: string; text: string }[] {
  const rows: [string, Count | null][] = [
    ["killed", c.killed], ["wounded", c.wounded], ["killed or wounded", c.killedOrWounded], ["missing", c.missing], ["captured", c.captured],
  ];
  return rows.flatMap(([label, n]) => (n === null ? [] : [{ label, count: formatCount(n), text: n.text }]));
}

/** Losses that the report does not speak of: unknown, which is not zero. */
export function unknownLosses(c: Casualties): string[] {
  if (c.killedOrWounded !== null) return [];
  return [...(c.killed === null ? ["killed"] : []), ...(c.wounded === null ? ["wounded"] : [])];
}

/** One line for the list; "" when nothing is known. */
export function casualtySummary(c: Casualties): string {
  return casualtyList(c).map((r) => `${r.count} ${r.label}`).join(" · ");
}
