/** Bars and brush of the time histogram. Days are day numbers (see dates.ts); both ends of a bin belong to it. */
import { dayNumber, fromDayNumber } from "./dates.ts";

export interface Bin { from: number; to: number; count: number }

/** What /api/counts says, in the page's words. */
export interface Counts {
  total: number | null;
  /** Events without a point on the map; null when the server does not say. */
  unplaced: number | null;
  bins: Bin[];
  /** Events without a date. */
  undated: number | null;
  types: [string, number][];
  verification: [string, number][];
  sources: [string, number][];
}

export const noCounts = (): Counts => ({ total: null, unplaced: null, bins: [], undated: null, types: [], verification: [], sources: [] });

/** Joins neighbouring bins until there are at most max; the gaps between bins are filled with empty ones first. */
export function regroup(bins: readonly Bin[], max: number): Bin[] {
  const first = bins[0], last = bins[bins.length - 1];
  if (!first || !last) return [];
  const span = last.to - first.from + 1;
  const step = stepFor(Math.ceil(span / max));
  const out: Bin[] = [];
  const start = first.from;
  for (let from = start; from <= last.to; from += step) out.push({ from, to: from + step - 1, count: 0 });
  for (const b of bins) {
    const slot = out[Math.floor((b.from - start) / step)];
    if (slot) slot.count += b.count;
  }
  return out;
}

/** A width of bins that people can name: 1, 2, 3 days, weeks, about months, quarters, years. */
function stepFor(days: number): number {
  return [1, 2, 3, 7, 14, 30, 91, 183, 365].find((d) => d >= days) ?? 365 * Math.ceil(days / 365);
}

/** "14 Dec 2024: 3" style range of a bin as two dates. */
export const binDates = (b: Bin): { from: string; to: string } => ({ from: fromDayNumber(b.from), to: fromDayNumber(b.to) });

/** Whether the bin meets the chosen range; an empty end is open. */
export function binChosen(b: Bin, from: string, to: string): boolean {
  const a = dayNumber(from), z = dayNumber(to);
  return (a === null || b.to >= a) && (z === null || b.from <= z);
}

/** The range of two bins in any order. */
export function rangeOf(bins: readonly Bin[], i: number, j: number): { from: string; to: string } | null {
  const a = bins[Math.min(i, j)], b = bins[Math.max(i, j)];
  return a && b ? { from: fromDayNumber(a.from), to: fromDayNumber(b.to) } : null;
}
