/** <sit-evidence>: what each check found, the heaviest first. Arrow keys move between the rows; a row marks its words and its shape on the map. */
import { css, html, nothing, type TemplateResult } from "lit";
import { StateElement } from "../element.ts";
import { base } from "../styles.ts";
import { checkBase } from "./styles.ts";
import { outcomeSign } from "./signs.ts";
import { quoted } from "../../model/claim-text.ts";
import { checkName, OUTCOME_WORDS, weightWords } from "../../model/claim-words.ts";
import type { CheckState, CheckStore } from "../../data/claim-store.ts";
import type { Check } from "../../model/claim.ts";

export class SitEvidence extends StateElement<CheckState> {
  static override styles = [base, checkBase, css`
    :host { display: block; }
    .head { display: flex; justify-content: space-between; align-items: baseline; gap: 12px; margin-bottom: 8px; }
    li + li { border-top: 1px solid var(--line); }
    button {
      display: grid; grid-template-columns: 116px minmax(0, 1fr); gap: 3px 12px; width: 100%; text-align: left; border: 0; background: none;
      padding: 10px 14px; min-height: 44px; border-left: 4px solid transparent; scroll-margin: 72px 0 16px;
    }
    button:hover, .on button { background: var(--accent-soft); border-left-color: var(--accent); }
    button:focus-visible { outline-offset: -3px; }
    .result { display: flex; align-items: center; gap: 7px; color: var(--tone); font-weight: 650; font-size: 13px; align-self: start; min-height: 21px; }
    .name { display: flex; flex-wrap: wrap; gap: 0 10px; align-items: baseline; overflow-wrap: anywhere; min-width: 0; }
    .name b { font-weight: 650; }
    .name q { font: 14px/1.4 var(--serif); color: var(--muted); min-width: 0; }
    .on .name q { color: inherit; }
    .card { background: var(--surface); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; }
    .cols { display: grid; grid-template-columns: 116px 1fr 1fr; gap: 12px 12px; padding: 6px 14px 6px 18px; font-size: 12px; color: var(--muted); border-bottom: 1px solid var(--line); background: color-mix(in srgb, var(--sunken) 45%, transparent); }
    .cols :last-child { margin-left: 4px; }
    .found { grid-column: 2; display: grid; grid-template-columns: 1fr 1fr; gap: 0 16px; font-size: 13px; }
    .found > span { overflow-wrap: anywhere; }
    .k { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .foot { grid-column: 2; color: var(--muted); font-size: 12px; display: flex; gap: 0 12px; min-width: 0; }
    .foot .num { flex: none; }
    .source { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
    .on .source { white-space: normal; overflow-wrap: anywhere; } /* all of it for the row that is looked at */
    .on .foot { color: var(--ink); }
    .note { margin-top: 8px; }
    @media screen and (max-width: 760px) {
      button { grid-template-columns: minmax(0, 1fr); padding: 10px 12px; scroll-margin: calc(56px + max(32vh, 200px) + 12px) 0 16px; }
      .found, .foot { grid-column: 1; }
      .found { grid-template-columns: 76px minmax(0, 1fr); }
      .found > span { display: contents; }
      .k { position: static; width: auto; height: auto; clip-path: none; color: var(--muted); }
      .cols { display: none; }
      .head { flex-wrap: wrap; gap: 0 12px; }
    }
    @media (forced-colors: active) { .on button { border-left-color: Highlight; } }
    @media print { h2 { font-size: 11pt; } .head { margin-bottom: 3px; } .card { border-radius: 0; background: none; } .cols { padding: 2px 12px; } button { padding: 3px 8px; gap: 0 12px; min-height: 0; line-height: 1.3; break-inside: avoid; } .on button { background: none; } .found, .name q { font-size: 8.5pt; } .foot { font-size: 7.5pt; } .result { min-height: 0; } }
  `];

  declare store: CheckStore;
  #row = 0;

  protected override stateChanged(now: CheckState, before: CheckState): void {
    if (now.answer !== before.answer) this.#row = 0;
  }

  /** Moves the focus to a row, and the map to its shape. */
  focusRow(i: number): void {
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>("button")];
    const row = rows[Math.max(0, Math.min(rows.length - 1, i))];
    if (!row) return;
    this.#row = rows.indexOf(row);
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  override render(): TemplateResult | typeof nothing {
    const a = this.state.answer;
    if (!a) return nothing;
    return html`<section aria-labelledby="evidence">
      <div class="head"><h2 id="evidence">Evidence</h2>${a.checks.length < 2 ? nothing : html`<span class="small quiet noprint">the heaviest first; arrow keys move</span>`}</div>
      ${a.checks.length === 0 ? html`<p class="quiet">No check could be made.</p>` : html`<div class="card">
        <div class="cols" aria-hidden="true"><span>Result</span><span>Found</span><span>Expected</span></div>
        <ol @keydown=${(e: KeyboardEvent) => this.#key(e)}>${a.checks.map((c, i) => this.#check(c, i))}</ol></div>`}
    </section>`;
  }

  #check(c: Check, i: number): TemplateResult {
    const s = this.state, words = s.asked ? quoted(s.asked.text, c) : "";
    const point = (active: number) => (): void => this.store.update({ active });
    return html`<li class="t-${c.result} ${s.active === i ? "on" : ""}">
      <button tabindex=${i === this.#row ? 0 : -1} @pointerenter=${point(i)} @pointerleave=${point(-1)} @focus=${() => { this.#row = i; this.store.update({ active: i }); }} @blur=${point(-1)} @click=${() => this.#show(i)}>
        <span class="result">${outcomeSign(c.result)}${OUTCOME_WORDS[c.result]}</span>
        <span class="name"><b>${checkName(c.code)}</b>${words === "" ? nothing : html` <q>${words}</q>`}</span>
        ${c.measured === "" && c.expected === "" ? nothing : html`<span class="found num">
          <span><span class="k">Found </span><span>${c.measured || "–"}</span></span>
          <span><span class="k">Expected </span><span>${c.expected || "–"}</span></span></span>`}
        <span class="foot">${weightWords(c.bits) === "" ? nothing : html`<span class="num">${weightWords(c.bits)}</span>`}${c.source === "" ? nothing : html`<span class="source">${c.source}</span>`}</span>
      </button></li>`;
  }

  #show(i: number): void {
    this.dispatchEvent(new CustomEvent("show-check", { detail: i, bubbles: true, composed: true }));
  }

  #key(e: KeyboardEvent): void {
    const last = (this.state.answer?.checks.length ?? 0) - 1;
    const to = e.key === "ArrowDown" ? this.#row + 1 : e.key === "ArrowUp" ? this.#row - 1 : e.key === "Home" ? 0 : e.key === "End" ? last : -1;
    if (to < 0 || to > last) return;
    e.preventDefault();
    this.focusRow(to);
  }
}
