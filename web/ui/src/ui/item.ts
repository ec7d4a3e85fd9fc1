/** One event of the list. All of a report's words enter as text. */
import { css, html, nothing, type TemplateResult } from "lit";
import { eventMark, statusPill } from "./mark.ts";
import { basisShort, formatInterval } from "../model/dates.ts";
import { casualtySummary } from "../model/people.ts";
import { countryName } from "../model/reasons.ts";
import type { EventItem } from "../model/types.ts";

export interface ItemOptions {
  selected: boolean;
  hovered: boolean;
  /** whether the Tab key stops here */
  tab: boolean;
  onHover: (id: string) => void;
  onSelect: (id: string) => void;
}

export const listItemStyles = css`
  .item {
    display: grid; grid-template-columns: 22px 1fr; gap: 1px 10px; width: 100%; text-align: left; padding: 10px 16px 11px; border: 0;
    border-bottom: 1px solid var(--line); background: none; position: relative;
  }
  .item:focus-visible { outline-offset: -3px; }
  .item:hover, .item.hovered { background: var(--sunken); }
  .item[aria-current="true"] { background: var(--accent-soft); }
  .item[aria-current="true"]::before { content: ""; position: absolute; inset: 0 auto 0 0; width: 4px; background: var(--accent); }
  .item .mark { grid-row: 1 / span 2; margin-top: 1px; }
  .head { display: flex; gap: 8px; justify-content: space-between; align-items: baseline; min-width: 0; }
  .type { font-weight: 620; overflow-wrap: anywhere; }
  .when { color: var(--muted); font-size: 12.5px; white-space: nowrap; font-variant-numeric: tabular-nums; }
  .basis { font-style: italic; }
  .where { overflow-wrap: anywhere; }
  .where .in { color: var(--muted); }
  .words { grid-column: 2; font-family: var(--serif); font-size: 13.5px; color: var(--muted); line-height: 1.4; margin-top: 3px;
    display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; overflow-wrap: anywhere; }
  .facts { grid-column: 2; display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; margin-top: 5px; font-size: 12.5px; }
  @media (forced-colors: active) { .item[aria-current="true"] { outline: 3px solid Highlight; outline-offset: -3px; } }
`;

export function listItem(e: EventItem, o: ItemOptions): TemplateResult {
  const basis = basisShort(e.dateBasis);
  const people = casualtySummary(e.casualties);
  return html`<li><button class="item ${o.hovered ? "hovered" : ""}" data-id=${e.id} tabindex=${o.tab ? 0 : -1}
      aria-current=${o.selected ? "true" : "false"} @click=${() => o.onSelect(e.id)}
      @mouseenter=${() => o.onHover(e.id)} @mouseleave=${() => o.onHover("")} @focus=${() => o.onHover(e.id)} @blur=${() => o.onHover("")}>
    ${eventMark(e.type, e.verification)}
    <span class="head"><span class="type">${e.type || "Unnamed event"}</span>
      <span class="when">${formatInterval(e.dateStart, e.dateEnd)}${basis === "" ? nothing : html` <span class="basis">${basis}</span>`}</span></span>
    <span class="where">${whereLine(e)}</span>
    ${e.quotes[0] ? html`<span class="words">“${e.quotes[0].quote}”</span>` : nothing}
    <span class="facts">${statusPill(e.verification)}${people === "" ? nothing : html`<span>${people}</span>`}
      ${e.source.outlet === "" ? nothing : html`<span class="quiet">${e.source.outlet}</span>`}</span>
  </button></li>`;
}

/** "Plekhovo, Vorozhba, Martynovka — Kursk, Russia"; the tail only when all places share it. */
function whereLine(e: EventItem): TemplateResult {
  if (e.places.length === 0) return html`<span class="in">no place on the map</span>`;
  const names = [...new Set(e.places.map((p) => p.name))];
  const tails = new Set(e.places.map((p) => [p.admin1, countryName(p.country)].filter((s) => s !== "" && !names.includes(s)).join(", ")));
  const tail = tails.size === 1 ? [...tails][0] : "";
  const more = names.length > 4 ? ` and ${names.length - 3} more` : "";
  return html`${(more === "" ? names : names.slice(0, 3)).join(", ")}${more}${tail ? html` <span class="in">${tail}</span>` : nothing}`;
}
