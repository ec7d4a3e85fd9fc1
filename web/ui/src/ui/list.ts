/** <sit-list>: the events in view and those without a place; the primary way to read the map. Arrow keys move, Enter opens. */
import { css, html, nothing, type TemplateResult } from "lit";
import { StateElement } from "./element.ts";
import { base } from "./styles.ts";
import { listItem, listItemStyles } from "./item.ts";
import { listed, type State } from "../data/store.ts";
import type { Change } from "../data/stream.ts";
import { inView } from "../model/geo.ts";
import { activeCount, noFilters } from "../model/filters.ts";
import type { EventItem } from "../model/types.ts";

const STEP = 100;
const n = (x: number): string => x.toLocaleString("en-GB");

export class SitList extends StateElement {
  static override styles = [base, listItemStyles, css`
    :host { display: flex; flex-direction: column; min-height: 0; flex: 1; }
    .status { display: flex; align-items: center; gap: 8px; padding: 8px 16px; border-bottom: 1px solid var(--line); font-size: 13px; min-height: 44px; }
    .scroll { overflow-y: auto; flex: 1; min-height: 0; overscroll-behavior: contain; scrollbar-width: thin; }
    h2 { font-size: 12px; font-weight: 600; color: var(--muted); padding: 12px 16px 4px; }
    .note { padding: 20px 16px; display: grid; gap: 10px; justify-items: start; }
    .note pre { margin: 0; padding: 8px 10px; background: var(--sunken); border-radius: 8px; font-size: 12px; max-width: 100%; overflow-x: auto; }
    .more { margin: 10px 16px 16px; }
    .fresh { margin-left: auto; min-height: 32px; border: 0; border-radius: 99px; padding: 0 12px; background: var(--accent); color: var(--accent-ink); font-weight: 600; }
    .bar { height: 2px; background: var(--accent); width: 30%; }
    .progress { height: 2px; overflow: hidden; }
    @media (prefers-reduced-motion: no-preference) {
      .bar { animation: run 1.1s ease-in-out infinite; }
      @keyframes run { from { transform: translateX(-100%); } to { transform: translateX(430%); } }
    }
    .alert { margin: 12px 16px; padding: 12px; border-left: 4px solid var(--bad); background: var(--bad-soft); display: grid; gap: 8px; justify-items: start; }
    @media (pointer: coarse) { .fresh { min-height: 44px; } }
    @media (max-width: 760px) {
      :host { flex: none; }
      .scroll { overflow: visible; flex: none; }
      .status { position: sticky; top: 0; background: var(--surface); z-index: 1; }
    }
  `];
  #shown = STEP;
  /** id of the item that the Tab key reaches */
  #active = "";

  protected override stateChanged(now: State, before: State): void {
    if (now.filters !== before.filters) this.#shown = STEP;
    if (now.selected !== before.selected && now.selected !== "") {
      this.#active = now.selected;
      void this.updateComplete.then(() => this.renderRoot.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" }));
    }
  }

  override render(): TemplateResult {
    const s = this.state;
    const { inView: here, unplaced } = listed(s, inView);
    return html`
      <div class="status">
        <span role="status" class="num">${this.#summary(s, here.length, unplaced.length)}</span>
        ${s.fresh.count > 0 ? html`<button class="fresh small" @click=${() => this.dispatchEvent(new CustomEvent("reload", { bubbles: true, composed: true }))}>
          ${freshLabel(s.fresh)}</button>` : nothing}
      </div>
      <div class="progress" aria-hidden="true">${s.loading ? html`<div class="bar"></div>` : nothing}</div>
      <div class="scroll" @keydown=${(e: KeyboardEvent) => this.#key(e)}>
        ${s.error !== "" ? this.#error(s) : nothing}
        ${this.#body(s, here, unplaced)}
      </div>`;
  }

  #summary(s: State, here: number, unplaced: number): TemplateResult {
    if (s.matched === null) return html`${s.error === "" ? "Reading events …" : "No events could be read"}`;
    const without = s.complete ? unplaced : s.counts.unplaced;
    const tail = without === null || without === 0 ? nothing : html`, ${n(without)} without a place`;
    const some = s.complete ? n(here) : `${n(here)}${here >= 500 ? "+" : ""}`;
    return html`<b>${some}</b> of <b>${n(s.matched)}</b> ${s.matched === 1 ? "event" : "events"} in view${tail}`;
  }

  #body(s: State, here: EventItem[], unplaced: EventItem[]): TemplateResult | typeof nothing {
    if (s.matched === null) return nothing;
    if (s.matched === 0) return activeCount(s.filters) > 0 ? this.#nothingLeft() : this.#firstRun();
    const first = (here[0] ?? unplaced[0])?.id ?? "";
    const active = [...here, ...unplaced].some((e) => e.id === this.#active) ? this.#active : first;
    const items = (list: EventItem[]): TemplateResult => html`<ol>${list.map((e) => listItem(e, {
      selected: e.id === s.selected, hovered: e.id === s.hovered, tab: e.id === active,
      onHover: (id) => this.store.update({ hovered: id }), onSelect: (id) => this.#select(id),
    }))}</ol>`;
    return html`
      ${here.length === 0 ? html`<div class="note quiet"><p>No event in this part of the map.</p>
        <button class="button" @click=${() => this.dispatchEvent(new CustomEvent("fit-all", { bubbles: true, composed: true }))}>Show all events</button></div>` : items(here.slice(0, this.#shown))}
      ${here.length > this.#shown ? html`<button class="button more" @click=${() => this.#more()}>Show ${Math.min(STEP, here.length - this.#shown)} more</button>` : nothing}
      ${!s.complete && (s.counts.unplaced ?? 0) > 0 ? html`<p class="note quiet small">The ${n(s.counts.unplaced ?? 0)} events without a place are listed when the filters leave 1,000 events or fewer.</p>` : nothing}
      ${unplaced.length > 0 ? html`<h2>Without a place on the map</h2>${items(unplaced.slice(0, STEP))}` : nothing}`;
  }

  #error(s: State): TemplateResult {
    return html`<div class="alert" role="alert"><p>${s.error}</p>
      <button class="button" @click=${() => this.dispatchEvent(new CustomEvent("reload", { bubbles: true, composed: true }))}>Try again</button></div>`;
  }

  #nothingLeft(): TemplateResult {
    return html`<div class="note"><p>No event fits these filters.</p>
      <button class="button" @click=${() => this.store.update({ filters: noFilters() })}>Clear all filters</button></div>`;
  }

  #firstRun(): TemplateResult {
    return html`<div class="note">
      <p><b>No events yet.</b> Give sitmap a report and it reads what happened, where and when. The page follows by itself.</p>
      <pre>sitmap ingest --db FILE report.txt</pre>
      <p class="quiet small">A report is a news text, a web page or a table of events.</p></div>`;
  }

  #more(): void {
    this.#shown += STEP;
    this.requestUpdate();
  }

  #select(id: string): void {
    this.#active = id;
    this.store.update({ selected: id, stack: [id], place: 0, pointed: null });
    this.dispatchEvent(new CustomEvent("show-event", { detail: id, bubbles: true, composed: true }));
  }

  #key(e: KeyboardEvent): void {
    const items = [...this.renderRoot.querySelectorAll<HTMLButtonElement>("button.item")];
    const at = items.findIndex((b) => b === (this.renderRoot as ShadowRoot).activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -items.length, End: items.length }[e.key];
    if (at < 0 || step === undefined) return;
    e.preventDefault();
    const next = items[Math.max(0, Math.min(items.length - 1, at + step))];
    this.#active = next?.dataset.id ?? this.#active;
    next?.focus();
    this.requestUpdate();
  }

  /** Puts the focus on an event's item, or on the first one. */
  focusItem(id: string): void {
    const items = [...this.renderRoot.querySelectorAll<HTMLButtonElement>("button.item")];
    (items.find((b) => b.dataset.id === id) ?? items[0])?.focus();
  }
}

function freshLabel(c: Change): string {
  const what = c.allNew ? (c.count === 1 ? "new event" : "new events") : c.count === 1 ? "event changed" : "events changed";
  return `${n(c.count)} ${what}`;
}
