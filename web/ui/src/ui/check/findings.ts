/** <sit-findings>: what would fit better, how else the coordinates read, what was not checked, and the rating that a person sets. */
import { css, html, nothing, type TemplateResult } from "lit";
import { StateElement } from "../element.ts";
import { base } from "../styles.ts";
import { checkBase } from "./styles.ts";
import { distance, formatDistance, formatPoint } from "../../model/geo.ts";
import { informationWords, letter, sourceWords, upper } from "../../model/claim-words.ts";
import type { CheckState, CheckStore } from "../../data/claim-store.ts";
import type { Answer, ClaimAlternative, Rating } from "../../model/claim.ts";

export class SitFindings extends StateElement<CheckState> {
  static override styles = [base, checkBase, css`
    :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 22px; }
    h2 { margin-bottom: 8px; }
    .list { background: var(--surface); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; }
    .list > li { display: grid; grid-template-columns: 30px minmax(0, 1fr) auto; gap: 12px; align-items: center; padding: 8px 8px 8px 14px; }
    .list > li + li { border-top: 1px solid var(--line); }
    .list > li.on { background: var(--accent-soft); }
    .list p { overflow-wrap: anywhere; }
    .badge { width: 28px; height: 28px; border: 2px solid var(--ink); border-radius: 99px; display: grid; place-items: center; font-weight: 700; font-size: 13px; }
    .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); }
    table { border-collapse: collapse; width: 100%; font-size: 13px; }
    th, td { text-align: left; padding: 8px 14px; vertical-align: top; }
    @media screen and (max-width: 760px) { table { min-width: 520px; } }
    th { color: var(--muted); font-weight: 550; font-size: 12px; }
    tr + tr td { border-top: 1px solid var(--line); }
    td { overflow-wrap: anywhere; }
    .not { display: grid; gap: 3px; padding-left: 18px; list-style: disc; }
    .not li { overflow-wrap: anywhere; }
    .rating { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 16px; padding: 14px 18px; background: var(--surface); border: 1px solid var(--line); border-radius: 14px; }
    .code { font: 650 34px/1 var(--serif); padding: 10px 14px; border: 1.5px dashed var(--line-strong); border-radius: 12px; align-self: start; }
    .rating div { display: grid; gap: 4px; }
    .suggest { font-weight: 600; overflow-wrap: anywhere; }
    .method { overflow-wrap: anywhere; }
    @media screen and (max-width: 760px) { .rating { grid-template-columns: 1fr; } .code { justify-self: start; } .list > li { gap: 10px; padding-left: 12px; } }
    @media print {
      :host { gap: 6px; }
      table, .not { font-size: 8.5pt; } .badge { width: 20px; height: 20px; font-size: 8pt; }
      h2 { margin-bottom: 3px; font-size: 11pt; }
      .list, .scroll, .rating { border-radius: 0; background: none; }
      .list > li { padding: 3px 8px; } th, td { padding: 2px 8px; }
      .rating { padding: 6px 10px; } .code { font-size: 16pt; padding: 6px 8px; }
      section { break-inside: avoid; }
    }
  `];

  declare store: CheckStore;

  override render(): TemplateResult | typeof nothing {
    const a = this.state.answer;
    if (!a) return nothing;
    return html`
      ${a.alternatives.length === 0 ? nothing : html`<section aria-labelledby="better"><h2 id="better">What would fit better</h2>
        <ol class="list">${a.alternatives.map((x, i) => this.#alternative(a, x, i))}</ol></section>`}
      ${a.readings.length < 2 && (a.readings[0]?.note ?? "") === "" ? nothing : readings(a)}
      ${a.notChecked.length === 0 ? nothing : html`<section aria-labelledby="not"><h2 id="not">Not checked</h2><ul class="not">${a.notChecked.map((n) => html`<li>${n}</li>`)}</ul></section>`}
      ${rating(a.rating)}
      <p class="small quiet method">Checked by ${a.method || "an unnamed method"}. Bits say how much more likely a finding is if the claim is right than if it is wrong, or the other way round: 3 bits are eight times. No result here says that something is true.</p>`;
  }

  #alternative(a: Answer, x: ClaimAlternative, i: number): TemplateResult {
    const on = this.state.shown === i;
    const away = a.lat === null || a.lon === null ? "" : `, ${formatDistance(distance(a.lon, a.lat, x.lon, x.lat))} from the point as claimed`;
    return html`<li class=${on ? "on" : ""}>
      <span class="badge" aria-hidden="true">${letter(i)}</span>
      <div><p><span class="sr">${letter(i)}: </span>${upper(x.sentence)}</p><p class="small quiet num">${formatPoint(x.lat, x.lon)}${away}</p></div>
      <button class="button noprint" aria-pressed=${on ? "true" : "false"} @click=${() => this.store.update({ shown: on ? -1 : i })}>${on ? "Shown" : "Show"}<span class="sr"> ${letter(i)} on the map</span></button></li>`;
  }
}

function readings(a: Answer): TemplateResult {
  return html`<section aria-labelledby="readings"><h2 id="readings">How the coordinates read</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="readings"><table class="num"><thead><tr><th scope="col">Latitude, longitude</th><th scope="col">Notation</th><th scope="col">Left open</th><th scope="col">Remark</th></tr></thead>
    <tbody>${a.readings.map((r, i) => html`<tr><td>${formatPoint(r.lat, r.lon)}</td><td>${r.notation}</td><td>${r.radius === null ? "unknown" : formatDistance(r.radius)}</td><td>${[i === 0 ? "checked" : "", r.note].filter((t) => t !== "").join("; ")}</td></tr>`)}</tbody></table></div></section>`;
}

function rating(r: Rating): TemplateResult {
  return html`<section aria-labelledby="rating"><h2 id="rating">Rating</h2><div class="rating">
    <span class="code" aria-label="Admiralty code ${r.source}${r.information ?? ""}">${r.source || "?"}${r.information ?? "?"}</span>
    <div>
      <p><b>Source ${r.source || "?"}</b>: ${sourceWords(r.source)}. <b>Information ${r.information ?? "?"}</b>: ${informationWords(r.information ?? 0)}.</p>
      ${r.suggested === null ? nothing : html`<p class="suggest">Suggested number: ${r.suggested} (${informationWords(r.suggested)})${r.why === "" ? "" : `, because ${r.why}`}.</p>`}
      <p class="small quiet">A person rates, with a name and a reason: the letter for the source, the number for the information, each by itself. The program sets neither; it never suggests a letter.</p>
    </div></div></section>`;
}
