/** <sit-histogram>: events by time, with a range that can be dragged. The two date fields of <sit-filters> do the same for the keyboard. */
import { css, html, svg, type TemplateResult } from "lit";
import { StateElement } from "./element.ts";
import { base } from "./styles.ts";
import { type Bin, binChosen, binDates, rangeOf, regroup } from "../model/histogram.ts";
import { formatDay, formatInterval } from "../model/dates.ts";

const BARS = 48;
const W = 480, H = 56;

export class SitHistogram extends StateElement {
  static override styles = [base, css`
    :host { display: block; }
    svg { display: block; width: 100%; height: 56px; touch-action: none; cursor: crosshair; overflow: visible; }
    .all { fill: var(--line); }
    .hit { fill: var(--accent); }
    .out { fill: var(--line-strong); opacity: 0.6; }
    .base { stroke: var(--line-strong); }
    .drag { fill: var(--accent); opacity: 0.14; }
    .axis { display: flex; justify-content: space-between; align-items: center; gap: 8px; margin-top: 3px; font-size: 12px; color: var(--muted); min-height: 24px; }
    .chosen { color: var(--ink); font-weight: 600; }
    .clear { border: 0; background: none; text-decoration: underline; color: var(--accent); padding: 0 4px; min-height: 24px; }
    @media (pointer: coarse) { .clear { min-height: 44px; } }
    @media (forced-colors: active) { .hit { fill: Highlight; } .all, .out { fill: GrayText; } }
  `];
  #from = -1;
  #to = -1;

  override render(): TemplateResult {
    const { filters, counts, allCounts } = this.state;
    const raw = allCounts.bins.length > 0 ? allCounts.bins : counts.bins;
    const all = regroup(raw, BARS);
    const hits = all.map((b) => counts.bins.filter((c) => c.from >= b.from && c.from <= b.to).reduce((n, c) => n + c.count, 0));
    const top = Math.max(1, ...all.map((b) => b.count));
    const first = raw[0], last = raw[raw.length - 1];
    const label = first && last
      ? `Events by time, ${formatInterval(binDates(first).from, binDates(last).to)}, at most ${top} in one bar`
      : "Events by time: nothing to show";
    return html`
      <svg viewBox="0 0 ${W} ${H}" preserveAspectRatio="none" role="img" aria-label=${label}
        @pointerdown=${(e: PointerEvent) => this.#down(e, all)} @pointermove=${(e: PointerEvent) => this.#move(e, all)}
        @pointerup=${() => this.#up(all)} @pointercancel=${() => this.#drop()}>
        ${all.map((b, i) => this.#bar(b, i, hits[i] ?? 0, all.length, top))}
        ${this.#from >= 0 ? this.#shade(all.length) : ""}
        <line class="base" x1="0" x2=${W} y1=${H - 0.5} y2=${H - 0.5}></line>
      </svg>
      <div class="axis num">${filters.from !== "" || filters.to !== ""
        ? html`<span class="chosen">${formatInterval(filters.from, filters.to)}</span><button class="clear" @click=${() => this.#set("", "")}>All time</button>`
        : first && last ? html`<span>${formatDay(binDates(first).from)}</span><span>${formatDay(binDates(last).to)}</span>` : ""}</div>`;
  }

  #bar(b: Bin, i: number, hit: number, n: number, top: number): TemplateResult {
    const step = W / n, width = Math.min(step * 0.82, 40), x = i * step + (step - width) / 2;
    const tall = (c: number): number => (c === 0 ? 0 : Math.max(4, (c / top) * (H - 4)));
    const inside = binChosen(b, this.state.filters.from, this.state.filters.to);
    return svg`<g><title>${formatInterval(binDates(b).from, binDates(b).to)}: ${hit} of ${b.count}</title>
      <rect x=${i * step} y="0" width=${step} height=${H} fill="transparent"></rect>
      <rect class=${inside ? "all" : "out"} x=${x} y=${H - tall(b.count)} width=${width} height=${tall(b.count)} rx="1.5"></rect>
      <rect class="hit" x=${x} y=${H - tall(hit)} width=${width} height=${tall(hit)} rx="1.5"></rect></g>` as TemplateResult;
  }

  #shade(n: number): TemplateResult {
    const a = Math.min(this.#from, this.#to), b = Math.max(this.#from, this.#to);
    return svg`<rect class="drag" x=${(a * W) / n} y="0" width=${((b - a + 1) * W) / n} height=${H}></rect>` as TemplateResult;
  }

  #index(e: PointerEvent, n: number): number {
    const box = (e.currentTarget as Element).getBoundingClientRect();
    return Math.max(0, Math.min(n - 1, Math.floor(((e.clientX - box.left) / box.width) * n)));
  }

  #down(e: PointerEvent, all: Bin[]): void {
    if (all.length === 0) return;
    (e.currentTarget as Element).setPointerCapture(e.pointerId);
    this.#from = this.#to = this.#index(e, all.length);
    this.requestUpdate();
  }

  #move(e: PointerEvent, all: Bin[]): void {
    if (this.#from < 0) return;
    this.#to = this.#index(e, all.length);
    this.requestUpdate();
  }

  #up(all: Bin[]): void {
    const range = rangeOf(all, this.#from, this.#to);
    if (this.#from >= 0 && range) this.#set(range.from, range.to);
    this.#drop();
  }

  #drop(): void {
    this.#from = this.#to = -1;
    this.requestUpdate();
  }

  #set(from: string, to: string): void {
    this.store.update({ filters: { ...this.state.filters, from, to } });
  }
}
