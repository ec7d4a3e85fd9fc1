/** Keeps the state in step with the server: loads when filters change, when the map has moved (many events only) and on request. */
import { ApiError, fetchCounts, fetchEvent, fetchEvents, fetchNext } from "./api.ts";
import { findEvent, type Store } from "./store.ts";
import { noChange } from "./stream.ts";
import { noFilters } from "../model/filters.ts";
import type { EventItem } from "../model/types.ts";

/** Up to so many events the page keeps them all; above it asks for those in view. */
const KEEP_ALL = 1000;
const PAGE = 500;

export class Loader {
  #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly store: Store) {
    store.subscribe((now, before) => {
      if (now.filters !== before.filters) this.soon(120);
      else if (now.view !== before.view && !now.complete && !now.loading) this.soon(250);
      if (now.selected !== before.selected) void this.ensureSelected();
    });
  }

  /** Loads after a pause; a later call replaces an earlier one. */
  soon(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), ms);
  }

  /** Loads counts and events; an earlier load that is still running is given up. */
  async load(): Promise<void> {
    this.#abort.abort();
    const abort = (this.#abort = new AbortController());
    const { filters } = this.store.state;
    this.store.update({ loading: true });
    try {
      const [counts, allCounts, first] = await Promise.all([
        fetchCounts(filters, abort.signal), fetchCounts(noFilters(), abort.signal), fetchEvents(filters, null, PAGE, abort.signal),
      ]);
      const matched = first.matched ?? counts.total ?? first.events.length;
      const complete = matched <= KEEP_ALL;
      const events = complete ? await this.#rest(first, abort.signal) : await this.#inView(first.events, abort.signal);
      if (abort.signal.aborted) return;
      this.store.update({ counts, allCounts, events, complete, matched, loading: false, error: "", fresh: noChange() });
      await this.ensureSelected();
    } catch (e) {
      if (abort.signal.aborted) return;
      this.store.update({ loading: false, error: e instanceof ApiError ? e.message : "The page could not read the server's answer." });
    }
  }

  async #rest(first: { events: EventItem[]; next: string }, signal: AbortSignal): Promise<EventItem[]> {
    const events = [...first.events];
    for (let next = first.next; next !== "" && events.length < KEEP_ALL; ) {
      const page = await fetchNext(next, signal);
      events.push(...page.events);
      next = page.events.length > 0 ? page.next : "";
    }
    return events;
  }

  async #inView(first: EventItem[], signal: AbortSignal): Promise<EventItem[]> {
    const { filters, view } = this.store.state;
    return view === null ? first : (await fetchEvents(filters, view, PAGE, signal)).events;
  }

  /** Fetches the selected event when the list does not hold it (a shared link, or out of view). */
  async ensureSelected(): Promise<void> {
    const id = this.store.state.selected;
    if (id === "" || this.store.state.loading || findEvent(this.store.state, id)) return;
    try {
      const event = await fetchEvent(id, this.#abort.signal);
      if (event !== null && this.store.state.selected === id) this.store.update({ extra: event });
    } catch (e) {
      if (e instanceof ApiError && this.store.state.selected === id) {
        this.store.update({ selected: "", stack: [], error: e.status === 404 ? "The event of this link is not in the database." : e.message });
      }
    }
  }
}
