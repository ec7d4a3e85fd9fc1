/** Reads the answer of /api/counts. */
import { num, str } from "../model/parse.ts";
import { dayNumber } from "../model/dates.ts";
import { type Bin, type Counts, noCounts } from "../model/histogram.ts";

type Obj = Record<string, unknown>;
const obj = (v: unknown): Obj => (typeof v === "object" && v !== null && !Array.isArray(v) ? (v as Obj) : {});

/** A facet: {"name": n}, or [{"value": "name", "count": n}]; most frequent first. */
function facet(v: unknown): [string, number][] {
  const pairs: [string, number][] = Array.isArray(v)
    ? v.map(obj).map((o) => [str(o.value) || str(o.name) || str(o.key), num(o.count) ?? 0])
    : Object.entries(obj(v)).map(([k, n]) => [k, num(n) ?? 0]);
  return pairs.filter(([k, n]) => k !== "" && n > 0).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

function bin(v: unknown): Bin | null {
  const o = obj(v);
  const from = dayNumber(str(o.start) || str(o.from));
  const to = dayNumber(str(o.end) || str(o.to));
  return from === null ? null : { from, to: to ?? from, count: num(o.count) ?? 0 };
}

export function parseCounts(v: unknown): Counts {
  const o = obj(v);
  const c = noCounts();
  const facets = obj(o.facets);
  c.total = num(o.total) ?? num(o.events);
  c.unplaced = num(o.unplaced) ?? num(o.without_place);
  c.undated = num(o.undated) ?? num(o.without_date);
  const hist = Array.isArray(o.histogram) ? o.histogram : obj(o.histogram).bins;
  c.bins = (Array.isArray(hist) ? hist : []).map(bin).filter((b) => b !== null).sort((a, b) => a.from - b.from);
  c.types = facet(facets.type ?? o.type);
  c.verification = facet(facets.verification ?? o.verification);
  c.sources = facet(facets.source ?? o.source);
  return c;
}
