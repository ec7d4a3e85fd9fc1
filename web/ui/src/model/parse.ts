/** Reads the server's JSON into typed values. Anything of the wrong shape becomes unknown; nothing here throws. */
import type { Actor, Alternative, Casualties, Claim, Count, EventItem, EventPage, Place, Quote, Reason, Relation, Source } from "./types.ts";

export type Obj = Record<string, unknown>;

export const obj = (v: unknown): Obj => (typeof v === "object" && v !== null && !Array.isArray(v) ? (v as Obj) : {});
export const list = (v: unknown): unknown[] => (Array.isArray(v) ? v : []);
export const str = (v: unknown): string => (typeof v === "string" ? v : "");
export const num = (v: unknown): number | null => (typeof v === "number" && Number.isFinite(v) ? v : null);

function count(v: unknown): Count | null {
  if (v === null || v === undefined) return null;
  const o = obj(v);
  const c = { min: num(o.min), max: num(o.max), text: str(o.text), approximate: o.approximate === true };
  return c.min === null && c.max === null && c.text === "" ? null : c;
}

function casualties(v: unknown): Casualties {
  const o = obj(v);
  return {
    killed: count(o.killed), wounded: count(o.wounded), missing: count(o.missing),
    captured: count(o.captured), killedOrWounded: count(o.killed_or_wounded),
  };
}

function relation(v: unknown): Relation | null {
  const o = obj(v);
  const kind = str(o.kind);
  return kind === "" ? null : { kind, km: num(o.km), bearing: num(o.bearing), text: str(o.text) };
}

function reason(v: unknown): Reason | null {
  const o = obj(v);
  const value = num(o.value), weight = num(o.weight);
  return value === null || weight === null ? null : { feature: str(o.feature), value, weight };
}

function alternative(v: unknown): Alternative | null {
  const o = obj(v);
  const lat = num(o.lat), lon = num(o.lon);
  if (lat === null || lon === null) return null;
  return { id: str(o.id), name: str(o.name), country: str(o.country), admin1: str(o.admin1), lat, lon, p: num(o.p) };
}

function place(v: unknown): Place | null {
  const o = obj(v);
  const lat = num(o.lat), lon = num(o.lon);
  if (lat === null || lon === null) return null;
  return {
    id: str(o.id), name: str(o.name), class: str(o.class), country: str(o.country), admin1: str(o.admin1), admin2: str(o.admin2),
    lat, lon, radius: num(o.radius_m), p: num(o.p), relation: relation(o.relation),
    geoPrecision: num(o.geo_precision), wherePrec: num(o.where_prec), surface: str(o.surface),
    caution: str(o.caution), disputed: str(o.disputed), worldview: str(o.worldview),
    reasons: list(o.reasons).map(reason).filter((r) => r !== null),
    alternatives: list(o.alternatives).map(alternative).filter((a) => a !== null),
  };
}

function quote(v: unknown): Quote {
  const o = obj(v);
  return { before: str(o.before), quote: str(o.quote), after: str(o.after), start: num(o.start), end: num(o.end) };
}

function claim(v: unknown): Claim {
  const o = obj(v);
  return { claimant: str(o.claimant), verb: str(o.verb), stance: str(o.stance), quote: str(o.quote) };
}

function actor(v: unknown): Actor {
  const o = obj(v);
  const item = str(o.wikidata);
  return { id: str(o.id), name: str(o.name), role: str(o.role), kind: str(o.kind), wikidata: /^Q\d+$/.test(item) ? item : "" };
}

function source(v: unknown): Source {
  const o = obj(v);
  return {
    report: str(o.report), outlet: str(o.outlet), title: str(o.title), url: safeURL(str(o.url)),
    published: str(o.published), retrieved: str(o.retrieved),
  };
}

/** Keeps http and https addresses; anything else (javascript:, data:, a path) is no link. */
export function safeURL(s: string): string {
  try {
    const u = new URL(s);
    return u.protocol === "https:" || u.protocol === "http:" ? u.href : "";
  } catch {
    return "";
  }
}

/** Reads one GeoJSON feature of an event; null when it has no id. */
export function parseEvent(v: unknown): EventItem | null {
  const feature = obj(v);
  const o = obj(feature.properties);
  const id = str(o.id) || str(feature.id);
  if (id === "") return null;
  return {
    id, type: str(o.type), eventType: str(o.event_type), violence: num(o.type_of_violence),
    dateStart: str(o.date_start), dateEnd: str(o.date_end), timePrecision: str(o.time_precision),
    dateBasis: str(o.date_basis), dateText: str(o.date_text), dateEDTF: str(o.date_edtf), trigger: str(o.trigger),
    casualties: casualties(o.casualties),
    actors: list(o.actors).map(actor).filter((a) => a.name !== ""),
    claims: list(o.claims).map(claim),
    verification: str(o.verification) || "none", control: str(o.control), review: str(o.review), method: str(o.method),
    groupEvents: num(o.group_events) ?? 1, independentSources: num(o.independent_sources) ?? 1,
    places: list(o.places).map(place).filter((p) => p !== null),
    quotes: list(o.quotes).map(quote).filter((q) => q.quote !== ""),
    source: source(o.source),
  };
}

/** Reads a page of /api/events. */
export function parsePage(v: unknown): EventPage {
  const o = obj(v);
  const next = list(o.links).map(obj).find((l) => l.rel === "next");
  return {
    events: list(o.features).map(parseEvent).filter((e) => e !== null),
    matched: num(o.numberMatched),
    next: next ? str(next.href) : "",
  };
}
