/** <sit-legend>: what the marks mean, folded away until asked for. */
import { css, html, nothing, type TemplateResult } from "lit";
import { StateElement } from "./element.ts";
import { base } from "./styles.ts";
import { eventMark } from "./mark.ts";
import { type Kind, KINDS, STATUSES, statusText } from "../model/kinds.ts";
import { CROWD } from "../map/regions.ts";
import { STEPS } from "../model/show.ts";

/** A type of each kind, so that the marks are drawn by the same rule as everywhere. */
const EXAMPLE: Record<string, string> = {
  battle: "Armed clash", remote: "Air/drone strike", civilians: "Attack", territory: "Non-violent transfer of territory", protest: "Peaceful protest", other: "",
};

export class SitLegend extends StateElement {
  static override styles = [base, css`
    :host { position: absolute; right: 10px; bottom: 10px; z-index: 3; display: block; max-width: calc(100% - 20px); }
    details { max-width: 330px; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; font-size: 13px; max-height: calc(100vh - 140px); overflow-y: auto; }
    details[open] { box-shadow: var(--shadow); }
    summary { cursor: pointer; padding: 0 14px; min-height: 44px; display: flex; align-items: center; font-weight: 600; list-style: none; position: sticky; top: 0; background: var(--surface); border-radius: 10px; }
    summary::-webkit-details-marker { display: none; }
    .body { padding: 0 14px 12px; display: grid; gap: 5px; }
    li { display: flex; align-items: center; gap: 9px; }
    ul { display: grid; gap: 5px; }
    .mark { width: 18px; height: 18px; }
    h2 { font-size: 12px; font-weight: 600; color: var(--muted); margin-top: 6px; }
    .disc { width: 18px; height: 18px; flex: none; }
    .disc circle { fill: var(--other); fill-opacity: 0.12; stroke: var(--other); stroke-dasharray: 3.4 2.6; }
    .disc.chosen circle { fill: var(--battle); stroke: var(--battle); stroke-width: 2; }
    .disc.cluster circle { fill: var(--ink); fill-opacity: 1; stroke: none; }
    .disc.cluster text { fill: var(--surface); font: 650 9px var(--sans); text-anchor: middle; }
    .note { max-width: 300px; color: var(--muted); }
    .ramp { height: 12px; border-radius: 3px; background: linear-gradient(90deg, var(--step-0), var(--step-1), var(--step-2), var(--step-3), var(--step-4)); }
    .ends { display: flex; justify-content: space-between; }
    .swatch { width: 18px; height: 14px; border: 1px solid var(--line-strong); border-radius: 2px; flex: none; }
    .s0 { background: var(--step-0); } .s1 { background: var(--step-1); } .s2 { background: var(--step-2); } .s3 { background: var(--step-3); } .s4 { background: var(--step-4); }
    @media (max-width: 760px) { details { max-height: calc((100vh - 56px) * 0.42 - 76px); } } /* below the choice of how events are shown */
    @media (forced-colors: active) { .ramp, .swatch, .disc { forced-color-adjust: none; } }
    .disc path { stroke: var(--line-strong); stroke-width: 2; stroke-dasharray: 4 3; fill: none; }
  `];

  override render(): TemplateResult {
    const { show, heatMost } = this.state;
    return html`<details>
      <summary>Key</summary>
      <div class="body">
        ${show === "heat" ? heat(heatMost) : show === "grid" ? grid : nothing}
        <h2>What happened: the shape</h2>
        <ul>${KINDS.map((k: Kind) => html`<li>${eventMark(EXAMPLE[k.key] ?? "", "none")}${k.label}</li>`)}</ul>
        <h2>Checked or not: the filling</h2>
        <ul>${STATUSES.map((s) => html`<li>${eventMark("Armed clash", s)}${statusText(s)}</li>`)}</ul>
        ${show === "points" ? clusters : nothing}
        <h2>Where it may have been</h2>
        <ul>
          <li><svg class="disc" viewBox="0 0 18 18" aria-hidden="true"><circle cx="9" cy="9" r="8"></circle></svg>the region that the words allow (with fewer than ${CROWD} events in view)</li>
          <li><svg class="disc chosen" viewBox="0 0 18 18" aria-hidden="true"><circle cx="9" cy="9" r="8"></circle></svg>that of the event pointed at or chosen</li>
          <li><svg class="disc" viewBox="0 0 18 18" aria-hidden="true"><path d="M0 9H18"></path></svg>a border that is disputed</li>
        </ul>
      </div>
    </details>`;
  }
}

const clusters = html`
  <h2>Many at a time: the number</h2>
  <ul><li><svg class="disc cluster" viewBox="0 0 18 18" aria-hidden="true"><circle cx="9" cy="9" r="9"></circle><text x="9" y="12.4">12</text></svg>so many event places near by, at the latest of them</li></ul>`;

const heat = (most: number): TemplateResult => html`
  <h2>Heat: how many events lie near by</h2>
  <div class="ramp" aria-hidden="true"></div>
  <div class="ends small quiet"><span>few</span><span>many</span></div>
  <p class="note small">Event places are counted in cells of 8 to 16 pixels, then blurred.${most > 0 ? ` The fullest cell here holds ${most.toLocaleString("en-GB")}.` : ""}
  Cells change with the zoom, and colour at a spot does not say that anything happened there. Closer in, the events stand on it.</p>`;

const grid = html`
  <h2>Grid: event places in the square</h2>
  <ul>${STEPS.map((s, i) => html`<li><span class="swatch s${i}"></span>${s.label}</li>`)}</ul>
  <p class="note small">Squares divide the map, not the country: smaller with each zoom. Choose one to zoom in; closer in, the events stand on them.</p>`;
