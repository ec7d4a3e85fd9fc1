/** <sit-filters>: time, kinds, status and sources. Every number obeys the other filters and names what a click would leave. */
import { css, html, nothing, type TemplateResult } from "lit";
import { StateElement } from "./element.ts";
import { base } from "./styles.ts";
import { eventMark } from "./mark.ts";
import { activeCount, noFilters, toggle } from "../model/filters.ts";
import { statusOf, statusShort } from "../model/kinds.ts";

const SOURCES_SHOWN = 12;

export class SitFilters extends StateElement {
  static override styles = [base, css`
    :host { display: block; padding: 10px 16px 6px; border-bottom: 1px solid var(--line); max-height: 60%; overflow-y: auto; flex: none; scrollbar-width: thin; }
    fieldset { border: 0; margin: 10px 0 0; padding: 0; min-width: 0; }
    legend { padding: 0; font-size: 12px; font-weight: 600; color: var(--muted); margin-bottom: 4px; }
    .chips { display: flex; flex-wrap: wrap; gap: 6px; }
    .chip {
      display: inline-flex; align-items: center; gap: 6px; min-height: 32px; max-width: 100%; padding: 0 10px 0 7px; border: 1px solid var(--line-strong);
      border-radius: 99px; background: var(--surface); font-size: 13px;
    }
    .chip .mark { width: 16px; height: 16px; }
    .chip .text { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .chip .n { color: var(--muted); font-variant-numeric: tabular-nums; }
    .chip:hover { border-color: var(--accent); }
    .chip[aria-pressed="true"] { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
    .chip[aria-pressed="true"] .n { color: inherit; }
    .chip[aria-pressed="true"] .mark { background: var(--surface); border-radius: 50%; padding: 1px; }
    details { margin-top: 2px; }
    summary { cursor: pointer; min-height: 32px; display: flex; align-items: center; gap: 8px; color: var(--accent); font-weight: 550; font-size: 13px; }
    summary::marker { content: ""; }
    .clear { border: 0; background: none; text-decoration: underline; color: var(--accent); min-height: 32px; margin-left: auto; padding: 0 4px; }
    .row { display: flex; align-items: center; }
    .days { display: flex; align-items: center; gap: 6px; }
    input { flex: 1 1 0; min-width: 0; min-height: 36px; padding: 0 6px; border: 1px solid var(--line-strong); border-radius: 8px; background: var(--surface); font-size: 13px; }
    @media (pointer: coarse) { input, .chip, summary, .clear { min-height: 44px; } }
    @media (max-width: 760px) { :host { max-height: none; overflow: visible; } }
    @media (forced-colors: active) { .chip[aria-pressed="true"] { outline: 2px solid Highlight; } }
  `];

  override render(): TemplateResult {
    const { filters, counts, allCounts, filtersOpen } = this.state;
    const n = activeCount(filters);
    const number = (list: [string, number][], key: string): number => list.find(([k]) => k === key)?.[1] ?? 0;
    return html`
      <sit-histogram .store=${this.store}></sit-histogram>
      <details ?open=${filtersOpen} @toggle=${(e: Event) => this.store.update({ filtersOpen: (e.target as HTMLDetailsElement).open })}>
        <summary>
          <span>${filtersOpen ? "Hide filters" : "Filters"}${n > 0 ? ` · ${n} set` : ""}</span>
        </summary>
        ${this.#days()}
        ${this.#group("What happened", allCounts.types.map(([v]) => ({
          value: v, text: v, n: number(counts.types, v), on: filters.types.includes(v), mark: eventMark(v, "none"),
        })), (v) => ({ types: toggle(filters.types, v) }))}
        ${this.#group("What the report says of a check", allCounts.verification.map(([v]) => ({
          value: v, text: statusShort(statusOf(v)), n: number(counts.verification, v), on: filters.verification.includes(v), mark: eventMark("", v),
        })), (v) => ({ verification: toggle(filters.verification, v) }))}
        ${this.#group("Source", allCounts.sources.slice(0, SOURCES_SHOWN).map(([v]) => ({
          value: v, text: v, n: number(counts.sources, v), on: filters.sources.includes(v), mark: nothing,
        })), (v) => ({ sources: toggle(filters.sources, v) }))}
      </details>
      ${n > 0 ? html`<div class="row"><button class="clear small" @click=${() => this.store.update({ filters: noFilters() })}>Clear all filters</button></div>` : nothing}`;
  }

  #days(): TemplateResult {
    const { from, to } = this.state.filters;
    const set = (a: string, b: string): void => {
      const [x, y] = a !== "" && b !== "" && b < a ? [b, a] : [a, b];
      this.store.update({ filters: { ...this.state.filters, from: x, to: y } });
    };
    return html`<fieldset><legend>Time</legend><div class="days">
      <input type="date" aria-label="From day" .value=${from} @change=${(e: Event) => set((e.target as HTMLInputElement).value, to)}>
      <span class="quiet" aria-hidden="true">–</span>
      <input type="date" aria-label="To day" .value=${to} @change=${(e: Event) => set(from, (e.target as HTMLInputElement).value)}>
    </div></fieldset>`;
  }

  #group(title: string, chips: Chip[], change: (v: string) => object): TemplateResult | typeof nothing {
    if (chips.length === 0) return nothing;
    return html`<fieldset><legend>${title}</legend><div class="chips">${chips.map((c) => html`
      <button class="chip" aria-pressed=${c.on ? "true" : "false"}
        @click=${() => this.store.update({ filters: { ...this.state.filters, ...change(c.value) } })}>
        ${c.mark}<span class="text">${c.text}</span><span class="n">${c.n}</span>
      </button>`)}</div></fieldset>`;
  }
}

interface Chip { value: string; text: string; n: number; on: boolean; mark: TemplateResult | typeof nothing }
