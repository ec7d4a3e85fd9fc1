/** Reads the answer of /api/counts. */
import { num, str } from "../model/parse.ts";
import { dayNumber } from "../model/dates.ts";
import type { Bin, Counts } from "../model/histogram.ts";

type Obj = Record<string, unknown>;
const obj = (v: unknown): Obj => (typeof v === "object" && v !== null && !Array.isArray(v) ? (v as Obj) : {});
const list = (v: unknown): unknown[] => (Array.isArray(v) ? v : []);

/** A facet: [{"value": "name", "count": n}]; most frequent first. */
function facet(v: unknown): [string, number][] {
  return list(v)
    .map(obj)
    .map((o): [string, number] => [str(o.value), num(o.count) ?? 0])
    .filter(([k, n]) => k !== "" && n > 0)
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

function bin(v: unknown): Bin | null {
  const o = obj(v);
  const from = dayNumber(str(o.start));
  const to = dayNumber(str(o.end));
  return from === null ? null : { from, to: to ?? from, count: num(o.count) ?? 0 };
}

export function parseCounts(v: unknown): Counts {
  const o = obj(v);
  const facets = obj(o.facets);
  return {
    total: num(o.events),
    unplaced: num(o.without_place),
    undated: num(o.undated),
    bins: list(obj(o.time).bins).map(bin).filter((b) => b !== null).sort((a, b) => a.from - b.from),
    types: facet(facets.type),
    verification: facet(facets.verification),
    sources: facet(facets.source),
  };
}
