/** <sit-verdict>: the answer in a word and a sentence, and the claim's own words with the evidence marked in them. */
import { css, html, nothing, type TemplateResult } from "lit";
import { StateElement } from "../element.ts";
import { base } from "../styles.ts";
import { icon } from "../mark.ts";
import { checkBase } from "./styles.ts";
import { facts, factStyles } from "./picture.ts";
import { toneOf, verdictSign } from "./signs.ts";
import { pieces } from "../../model/claim-text.ts";
import { momentWords, readMoment } from "../../model/claim-time.ts";
import { checkName, OUTCOME_WORDS, upper, VERDICT_LIMITS, VERDICT_WORDS } from "../../model/claim-words.ts";
import { formatDistance, formatPoint } from "../../model/geo.ts";
import type { CheckState, CheckStore } from "../../data/claim-store.ts";
import type { Answer, ClaimForm, Outcome } from "../../model/claim.ts";

const WORST: readonly Outcome[] = ["fail", "warn", "pass", "skipped"];

export class SitVerdict extends StateElement<CheckState> {
  static override styles = [base, checkBase, css`
    :host { display: grid; gap: 14px; }
    .verdict { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 16px; padding: 18px 20px; border-radius: 14px; background: var(--tone-soft); border: 1px solid color-mix(in srgb, var(--tone) 45%, transparent); }
    .verdict > .sign { width: 44px; height: 44px; color: var(--tone); stroke-width: 1.7; grid-row: span 2; margin-top: 2px; }
    h2 { font: 650 25px/1.2 var(--serif); color: var(--tone); letter-spacing: -0.01em; }
    h2:focus { outline: none; }
    .sentence { font: 17px/1.45 var(--serif); overflow-wrap: anywhere; }
    .condition { grid-column: 2; margin-top: 6px; padding: 6px 12px; border-left: 3px solid var(--tone); background: color-mix(in srgb, var(--surface) 60%, transparent); border-radius: 0 8px 8px 0; font-weight: 600; overflow-wrap: anywhere; }
    .limits { grid-column: 2; color: var(--ink); font-size: 12.5px; margin-top: 4px; }
    .claim { padding: 14px 18px 16px; background: var(--surface); border: 1px solid var(--line); border-radius: 14px; display: grid; gap: 10px; }
    .head { display: flex; justify-content: space-between; align-items: center; }
    blockquote { font: 17px/1.6 var(--serif); white-space: pre-line; overflow-wrap: anywhere; max-height: 17em; overflow-y: auto; padding: 3px; margin: -3px; }
    mark { background: none; color: inherit; }
    mark a { color: inherit; text-decoration: underline; text-decoration-color: var(--tone); text-decoration-thickness: 2.5px; text-underline-offset: 3px; border-radius: 3px; padding: 1px 0; }
    mark.t-warn a { text-decoration-style: dashed; }
    mark.t-fail a { text-decoration-style: wavy; text-decoration-thickness: 1.8px; }
    mark a:hover, mark.on a { background: var(--mark); color: var(--mark-ink); }
    .facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 3px 14px; font-size: 13px; }
    .facts dt { color: var(--muted); }
    .facts dd { overflow-wrap: anywhere; white-space: pre-line; }
    details { border-top: 1px solid var(--line); }
    summary svg { width: 16px; height: 16px; fill: none; stroke: currentColor; stroke-width: 2.2; stroke-linecap: round; stroke-linejoin: round; }
    details[open] summary svg { transform: rotate(90deg); }
    summary { cursor: pointer; min-height: 40px; display: flex; gap: 6px; align-items: center; color: var(--accent); font-size: 13px; font-weight: 550; }
    @media (pointer: coarse) { summary { min-height: 44px; } }
    @media screen and (max-width: 760px) { .verdict { padding: 14px; gap: 4px 12px; } .verdict > .sign { width: 36px; height: 36px; } .claim { padding: 10px 14px 14px; } .limits, .condition { grid-column: 1 / -1; } }
    @media (forced-colors: active) { mark.on a { background: Mark; color: MarkText; } .verdict { border: 2px solid; } }
    @media print {
      :host { gap: 6px; }
      .facts { font-size: 8.5pt; }
      .verdict { padding: 8px 12px; background: none; border: 1.5px solid var(--tone); }
      .verdict > .sign { width: 30px; height: 30px; }
      h2 { font-size: 15pt; } .sentence, blockquote { font-size: 10.5pt; line-height: 1.35; }
      blockquote { max-height: none; overflow: visible; }
      .claim { padding: 8px 12px; gap: 6px; background: none; }
    }
    details dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 3px 14px; font-size: 13px; }
    details dt { color: var(--muted); }
    details dd { overflow-wrap: anywhere; }
  `, factStyles];

  declare store: CheckStore;

  override firstUpdated(): void {
    this.#announce();
  }

  protected override stateChanged(now: CheckState, before: CheckState): void {
    if (now.answer !== before.answer && now.answer !== null) void this.updateComplete.then(() => this.#announce());
  }

  /** The focus goes to the answer, so that it is read out and the keys go on from there. */
  #announce(): void {
    this.renderRoot.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  override render(): TemplateResult | typeof nothing {
    const { answer: a, asked } = this.state;
    if (!a || !asked) return nothing;
    return html`
      <section class="verdict t-${toneOf(a.verdict)}" aria-labelledby="verdict">
        ${verdictSign(a.verdict)}
        <h2 id="verdict" tabindex="-1">${VERDICT_WORDS[a.verdict]}</h2>
        <p class="sentence">${a.sentence}</p>
        ${a.condition === "" ? nothing : html`<p class="condition">${upper(a.condition)}</p>`}
        <p class="limits">${VERDICT_LIMITS[a.verdict]}</p>
      </section>
      <section class="claim" aria-labelledby="claim">
        <div class="head"><h3 id="claim">The claim</h3><button class="link noprint" @click=${() => this.store.edit()}>Edit the claim</button></div>
        ${asked.text.trim() === "" ? html`<p class="quiet">No words were given.</p>` : this.#words(asked, a)}
        ${this.#facts(asked, a)}
        ${this.state.askedMedia ? html`<details open><summary>${icon("next")}What the picture says of itself</summary>${facts(this.state.askedMedia)}</details>` : nothing}
      </section>`;
  }

  #words(asked: ClaimForm, a: Answer): TemplateResult {
    return html`<blockquote>${pieces(asked.text, a.checks).map((p) => {
      const results = p.checks.map((i) => a.checks[i]?.result ?? "skipped");
      const tone = WORST.find((o) => results.includes(o)) ?? "skipped";
      const first = p.checks[0];
      if (first === undefined) return p.text;
      const names = p.checks.map((i) => `${checkName(a.checks[i]?.code ?? "")}: ${OUTCOME_WORDS[a.checks[i]?.result ?? "skipped"].toLowerCase()}`).join("; ");
      return html`<mark class="t-${tone} ${p.checks.includes(this.state.active) ? "on" : ""}"><a href="#check-${first}" title=${names}
        @click=${(e: Event) => { e.preventDefault(); this.#open(first); }}
        @pointerenter=${() => this.store.update({ active: first })} @pointerleave=${() => this.store.update({ active: -1 })}
        @focus=${() => this.store.update({ active: first })}>${p.text}</a></mark>`;
    })}</blockquote>`;
  }

  #open(check: number): void {
    this.dispatchEvent(new CustomEvent("open-check", { detail: check, bubbles: true, composed: true }));
  }

  #facts(asked: ClaimForm, a: Answer): TemplateResult {
    const moment = (s: string): string => momentWords(readMoment(s).value);
    const rows: [string, string][] = [["As written", asked.coordinates.trim()], ["Published", moment(asked.published)], ["Filmed or happened", moment(asked.time)], ["Source", asked.source.trim()], ["Address", asked.url.trim()]];
    if (a.lat !== null && a.lon !== null) rows.splice(1, 0, ["Point checked", `${formatPoint(a.lat, a.lon)} (latitude, longitude)${a.radius === null ? "" : `, within ${formatDistance(a.radius)}`}`]);
    return html`<dl class="facts num">${rows.filter(([, v]) => v !== "").map(([k, v]) => html`<dt>${k}</dt><dd>${v}</dd>`)}</dl>`;
  }
}

