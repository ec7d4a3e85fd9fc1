/** What the page knows and shows. One object, replaced by update(); listeners hear of each change once per frame at most. */
import { type Filters, filtersFromQuery, noFilters } from "../model/filters.ts";
import { type Counts, noCounts } from "../model/histogram.ts";
import { type Change, noChange } from "./stream.ts";
import { type Show, showFromQuery } from "../model/show.ts";
import type { Bounds, EventItem } from "../model/types.ts";

export type Theme = "light" | "dark";

export interface State {
  filters: Filters;
  /** events the server gave for the filters (all of them, or those in view when there are too many) */
  events: EventItem[];
  /** a selected event that the list does not hold (a shared link, or out of view) */
  extra: EventItem | null;
  /** true when events holds every event that matches the filters */
  complete: boolean;
  /** events that match the filters; null before the first answer */
  matched: number | null;
  counts: Counts;
  /** counts without filters: what there is to choose from */
  allCounts: Counts;
  loading: boolean;
  /** a sentence when something failed; "" when all is well */
  error: string;
  /** the server no longer answers the live stream */
  offline: boolean;
  view: Bounds | null;
  selected: string; // event id or ""
  /** events at the clicked spot, the selected one among them */
  stack: string[];
  /** which place of the selected event was clicked; its reasons are open */
  place: number;
  hovered: string;
  /** a runner-up to point at on the map, or null */
  pointed: { lon: number; lat: number; name: string; fromLon: number; fromLat: number } | null;
  /** what has changed on the server since the last load */
  fresh: Change;
  theme: Theme;
  show: Show;
  /** event places in the fullest cell of the heat map; 0 before it is drawn */
  heatMost: number;
  showRegions: boolean;
  filtersOpen: boolean;
}

export type Listener<S> = (now: S, before: S) => void;

export class Store<S extends object = State> {
  #state: S;
  #listeners = new Set<Listener<S>>();

  constructor(initial: S) {
    this.#state = initial;
  }

  get state(): S {
    return this.#state;
  }

  update(part: Partial<S>): void {
    const before = this.#state;
    if (Object.entries(part).every(([k, v]) => before[k as keyof S] === v)) return;
    this.#state = { ...before, ...part };
    for (const f of [...this.#listeners]) f(this.#state, before);
  }

  /** Calls f on every change; the result stops it. */
  subscribe(f: Listener<S>): () => void {
    this.#listeners.add(f);
    return () => this.#listeners.delete(f);
  }
}

/** The state at the start, from the address of the page. */
export function initialState(query: string, theme: Theme): State {
  const event = new URLSearchParams(query).get("event") ?? "";
  return {
    filters: query === "" ? noFilters() : filtersFromQuery(query),
    events: [], extra: null, complete: false, matched: null, counts: noCounts(), allCounts: noCounts(), loading: true, error: "", offline: false,
    view: null, selected: event, stack: event === "" ? [] : [event], place: 0, hovered: "", pointed: null, fresh: noChange(), theme,
    show: showFromQuery(query), heatMost: 0, showRegions: true, filtersOpen: false,
  };
}

/** An event that the page has loaded. */
export const findEvent = (s: State, id: string): EventItem | undefined =>
  id === "" ? undefined : (s.events.find((e) => e.id === id) ?? (s.extra?.id === id ? s.extra : undefined));

/** The events of the list: those in view, then those without a place, both newest first. */
export function listed(s: State, inView: (e: EventItem, b: Bounds) => boolean): { inView: EventItem[]; unplaced: EventItem[] } {
  const newest = (a: EventItem, b: EventItem): number =>
    (b.dateEnd || b.dateStart).localeCompare(a.dateEnd || a.dateStart) || a.id.localeCompare(b.id);
  const view = s.view;
  return {
    inView: s.events.filter((e) => e.places.length > 0 && (view === null || inView(e, view))).sort(newest),
    unplaced: s.events.filter((e) => e.places.length === 0).sort(newest),
  };
}
