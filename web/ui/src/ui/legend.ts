/** <sit-legend>: what the marks mean, folded away until asked for. */
import { css, html, type TemplateResult } from "lit";
import { StateElement } from "./element.ts";
import { base } from "./styles.ts";
import { eventMark } from "./mark.ts";
import { type Kind, KINDS, STATUSES, statusText } from "../model/kinds.ts";

/** A type of each kind, so that the marks are drawn by the same rule as everywhere. */
const EXAMPLE: Record<string, string> = {
  battle: "Armed clash", remote: "Air/drone strike", civilians: "Attack", territory: "Non-violent transfer of territory", protest: "Peaceful protest", other: "",
};

export class SitLegend extends StateElement {
  static override styles = [base, css`
    :host { position: absolute; right: 10px; bottom: 10px; z-index: 3; display: block; max-width: calc(100% - 20px); }
    details { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; font-size: 13px; max-height: calc(100vh - 140px); overflow-y: auto; }
    details[open] { box-shadow: var(--shadow); }
    summary { cursor: pointer; padding: 0 14px; min-height: 44px; display: flex; align-items: center; font-weight: 600; list-style: none; }
    summary::-webkit-details-marker { display: none; }
    .body { padding: 0 14px 12px; display: grid; gap: 5px; }
    li, .row { display: flex; align-items: center; gap: 9px; }
    ul { display: grid; gap: 5px; }
    .mark { width: 18px; height: 18px; }
    h2 { font-size: 12px; font-weight: 600; color: var(--muted); margin-top: 6px; }
    .disc { width: 18px; height: 18px; flex: none; }
    .disc circle { fill: var(--battle); fill-opacity: 0.12; stroke: var(--battle); stroke-dasharray: 3.4 2.6; }
    .disc path { stroke: var(--line-strong); stroke-width: 2; stroke-dasharray: 4 3; fill: none; }
  `];

  override render(): TemplateResult {
    return html`<details>
      <summary>Key</summary>
      <div class="body">
        <h2>What happened: the shape</h2>
        <ul>${KINDS.map((k: Kind) => html`<li>${eventMark(EXAMPLE[k.key] ?? "", "none")}${k.label}</li>`)}</ul>
        <h2>Checked or not: the filling</h2>
        <ul>${STATUSES.map((s) => html`<li>${eventMark("Armed clash", s)}${statusText(s)}</li>`)}</ul>
        <h2>Where it may have been</h2>
        <div class="row"><svg class="disc" viewBox="0 0 18 18" aria-hidden="true"><circle cx="9" cy="9" r="8"></circle></svg>the region that the words allow</div>
        <div class="row"><svg class="disc" viewBox="0 0 18 18" aria-hidden="true"><path d="M0 9H18"></path></svg>a border that is disputed</div>
      </div>
    </details>`;
  }
}
