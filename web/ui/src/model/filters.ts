/** The page's filters and their two forms: the page's own URL and the query of the API. Both use the API's names. */
import type { Show } from "./show.ts";

export interface Filters {
  from: string; // YYYY-MM-DD or ""
  to: string;
  types: string[];
  verification: string[];
  sources: string[];
  actors: string[];
  q: string;
}

export const noFilters = (): Filters => ({ from: "", to: "", types: [], verification: [], sources: [], actors: [], q: "" });

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const date = (s: string | undefined): string => (s !== undefined && DATE.test(s) ? s : "");

/** Reads filters from a query string; parts it does not know are ignored. */
export function filtersFromQuery(query: string): Filters {
  const p = new URLSearchParams(query);
  const f = noFilters();
  const range = (p.get("datetime") ?? "").split("/");
  f.from = date(range[0]);
  f.to = range.length > 1 ? date(range[1]) : f.from;
  f.types = many(p, "type");
  f.verification = many(p, "verification");
  f.sources = many(p, "source");
  f.actors = many(p, "actor");
  f.q = (p.get("q") ?? "").trim();
  return f;
}

const many = (p: URLSearchParams, key: string): string[] => [...new Set(p.getAll(key).filter((s) => s !== ""))];

/** Writes filters as parameters of the API, repeated where several values are allowed, in a fixed order. */
export function filtersToParams(f: Filters): URLSearchParams {
  const p = new URLSearchParams();
  if (f.from !== "" || f.to !== "") p.set("datetime", f.from === f.to ? f.from : `${f.from || ".."}/${f.to || ".."}`);
  for (const t of f.types) p.append("type", t);
  for (const v of f.verification) p.append("verification", v);
  for (const s of f.sources) p.append("source", s);
  for (const a of f.actors) p.append("actor", a);
  if (f.q !== "") p.set("q", f.q);
  return p;
}

/** The page's query string: filters, the selected event and how the map shows events; "" when there is nothing to say. */
export function pageQuery(f: Filters, event: string, show: Show): string {
  const p = filtersToParams(f);
  if (event !== "") p.set("event", event);
  if (show !== "points") p.set("show", show);
  const s = p.toString().replaceAll("%2F", "/");
  return s === "" ? "" : `?${s}`;
}

export const activeCount = (f: Filters): number =>
  Number(f.from !== "" || f.to !== "") + f.types.length + f.verification.length + f.sources.length + f.actors.length + Number(f.q !== "");

/** Adds or removes one value. */
export const toggle = (values: string[], v: string): string[] => (values.includes(v) ? values.filter((x) => x !== v) : [...values, v]);
