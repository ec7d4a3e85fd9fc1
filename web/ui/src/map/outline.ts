/** Keeps the region of the event that is chosen or hovered, asked of the server, for no tile knows whose region is whose. */
import type { FeatureCollection } from "geojson";
import { fetchRegions } from "../data/api.ts";
import type { EventItem } from "../model/types.ts";

/** How long the pointer rests on an event before its region is asked for, milliseconds. */
const PAUSE = 60;
const KEPT = 100;
const NONE: FeatureCollection = { type: "FeatureCollection", features: [] };

export class Outline {
  readonly #show: (regions: FeatureCollection) => void;
  readonly #known = new Map<string, FeatureCollection>();
  #event = "";
  #asking = false;
  #abort = new AbortController();

  constructor(show: (regions: FeatureCollection) => void) {
    this.#show = show;
  }

  /** Shows the event's regions once they are known; undefined for none. */
  set(e: EventItem | undefined): void {
    const id = e?.id ?? "";
    const known = this.#known.get(id);
    if (id === this.#event && (known || id === "" || this.#asking)) return;
    if (id !== this.#event) this.#show(known ?? NONE);
    this.#event = id;
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#asking = e !== undefined && !known;
    if (e && !known) void this.#ask(e, this.#abort.signal);
  }

  /** Shows it again, after a change of style. */
  redraw(): void {
    this.#show(this.#known.get(this.#event) ?? NONE);
  }

  /** Forgets what is known, for events may have changed; what is shown stays until it is known anew. */
  reset(): void {
    this.#known.clear();
    this.#asking = false;
  }

  async #ask(e: EventItem, signal: AbortSignal): Promise<void> {
    await new Promise((done) => setTimeout(done, PAUSE));
    if (signal.aborted) return;
    try {
      const regions = await fetchRegions(e, signal);
      if (this.#known.size >= KEPT) this.#known.clear();
      this.#known.set(e.id, regions);
      if (!signal.aborted) this.#show(regions);
    } catch {
      // without an answer the event has no outline; its marks stay
    }
  }
}
