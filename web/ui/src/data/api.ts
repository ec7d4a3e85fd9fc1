/** Talks to the server that served the page, and to no other. */
import type { FeatureCollection } from "geojson";
import { num, parseEvent, parsePage, str } from "../model/parse.ts";
import { parseAnswer } from "../model/claim-parse.ts";
import { parseSaved, type SavedClaim } from "../model/claim-saved.ts";
import type { Answer } from "../model/claim.ts";
import { parseCounts } from "./counts.ts";
import { bboxParam } from "../model/geo.ts";
import { type Filters, filtersToParams } from "../model/filters.ts";
import type { Counts } from "../model/histogram.ts";
import type { Bounds, EventItem, EventPage } from "../model/types.ts";

/** A failed request with a sentence for the reader. status 0: the server did not answer. */
export class ApiError extends Error {
  /** field is the member or parameter at fault, "" when the answer names none. */
  constructor(readonly status: number, message: string, readonly field = "") {
    super(message);
  }
}

const getJSON = (path: string, signal: AbortSignal): Promise<unknown> => ask(path, { signal });

async function ask(path: string, init: RequestInit & { signal: AbortSignal }): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { Accept: "application/json, application/geo+json", ...init.headers } });
  } catch (e) {
    if (init.signal.aborted) throw e;
    throw new ApiError(0, "The server does not answer. Is sitmap still running?");
  }
  if (!response.ok) throw await problem(response);
  return response.json() as Promise<unknown>;
}

/** The sentence of an application/problem+json answer, or a plain one. */
async function problem(response: Response): Promise<ApiError> {
  let body: Record<string, unknown> = {};
  try {
    body = (await response.json()) as Record<string, unknown>;
  } catch {
    // no JSON: say the status
  }
  const said = str(body.detail) || str(body.title) || `The server answered ${response.status} ${response.statusText}.`;
  return new ApiError(response.status, said, str(body.parameter));
}

/** Asks whether a claim fits. The error's field says which part of the claim is at fault. */
export async function postClaim(body: Record<string, unknown>, signal: AbortSignal): Promise<Answer | null> {
  return parseAnswer(await ask("/api/check", { method: "POST", signal, body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }));
}

/** The claims that are kept with an event, the newest first. */
export async function fetchClaims(event: string, signal: AbortSignal): Promise<SavedClaim[]> {
  return parseSaved(await getJSON(`/api/events/${encodeURIComponent(event)}/claims`, signal));
}

export async function saveClaim(event: string, body: Record<string, unknown>, signal: AbortSignal): Promise<void> {
  await ask(`/api/events/${encodeURIComponent(event)}/claims`, { method: "POST", signal, body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
}

function withParams(path: string, p: URLSearchParams): string {
  const s = p.toString();
  return s === "" ? path : `${path}?${s}`;
}

/** One page of events. bounds null: wherever they are, also those without a place. */
export async function fetchEvents(f: Filters, bounds: Bounds | null, limit: number, signal: AbortSignal): Promise<EventPage> {
  const p = filtersToParams(f);
  const bbox = bounds === null ? "" : bboxParam(bounds);
  if (bbox !== "") p.set("bbox", bbox);
  p.set("limit", String(limit));
  return parsePage(await getJSON(withParams("/api/events", p), signal));
}

/** The page after another one; href is the server's own next link and is used only as a path on this server. */
export async function fetchNext(href: string, signal: AbortSignal): Promise<EventPage> {
  const u = new URL(href, location.href);
  return parsePage(await getJSON(u.pathname + u.search, signal));
}

export async function fetchEvent(id: string, signal: AbortSignal): Promise<EventItem | null> {
  return parseEvent(await getJSON(`/events/${encodeURIComponent(id)}`, signal));
}

export async function fetchCounts(f: Filters, signal: AbortSignal): Promise<Counts> {
  return parseCounts(await getJSON(withParams("/api/counts", filtersToParams(f)), signal));
}

/** The basemap's TileJSON. A layer that a server does not have stays empty; without an answer the default address is tried. */
export async function fetchBasemap(signal: AbortSignal): Promise<{ tiles: string[]; minzoom: number; maxzoom: number; attribution: string }> {
  let o: Record<string, unknown> = {};
  try {
    o = (await getJSON("/basemap.json", signal)) as Record<string, unknown>;
  } catch {
    // the ground stays empty, the events are still readable
  }
  const tiles = Array.isArray(o.tiles) ? o.tiles.map(String) : ["/basemap/{z}/{x}/{y}.mvt"];
  return {
    tiles: tiles.map((t) => decodeURI(new URL(t, location.origin).href)),
    minzoom: num(o.minzoom) ?? 0, maxzoom: num(o.maxzoom) ?? 12, attribution: str(o.attribution),
  };
}

/** The layers that tiles of events have; each is a source of its own, so that what is not shown is not asked for. */
export const TILE_LAYERS = ["events", "regions", "heat", "grid"] as const;
export type TileLayer = (typeof TILE_LAYERS)[number];

/** Tile address templates of the filtered events by layer. */
export function tileURLs(f: Filters): Record<TileLayer, string> {
  const address = (layer: TileLayer): string => {
    const p = filtersToParams(f);
    if (layer !== "events") p.set("layers", layer);
    return withParams(`${location.origin}/tiles/events/{z}/{x}/{y}.mvt`, p);
  };
  return { events: address("events"), regions: address("regions"), heat: address("heat"), grid: address("grid") };
}

/** The uncertainty regions of one event's places, as the store has them; empty for an event without a place. */
export async function fetchRegions(e: EventItem, signal: AbortSignal): Promise<FeatureCollection> {
  const [at] = e.places;
  if (!at) return { type: "FeatureCollection", features: [] };
  const p = new URLSearchParams();
  if (e.source.report !== "") p.set("report", e.source.report);
  if (e.type !== "") p.set("type", e.type);
  p.set("bbox", bboxParam({ west: at.lon - 1e-4, south: at.lat - 1e-4, east: at.lon + 1e-4, north: at.lat + 1e-4 }));
  const all = (await getJSON(withParams("/layers/regions.geojson", p), signal)) as Partial<FeatureCollection>;
  const features = Array.isArray(all.features) ? all.features.filter((f) => f.properties?.event === e.id) : [];
  return { type: "FeatureCollection", features };
}
