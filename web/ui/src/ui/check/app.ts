/** <sit-check>: the frame of the page /check. The map stays outside the shadow root, in the slot "map". */
import { css, html, nothing, type TemplateResult } from "lit";
import { StateElement } from "../element.ts";
import { base } from "../styles.ts";
import { icon } from "../mark.ts";
import { checkBase } from "./styles.ts";
import { evidenceFeatures } from "../../model/claim-geojson.ts";
import type { SitEvidence } from "./evidence.ts";
import type { CheckState, CheckStore } from "../../data/claim-store.ts";
import type { CheckView } from "../../map/check-view.ts";

export class SitCheck extends StateElement<CheckState> {
  static override styles = [base, checkBase, css`
    :host { display: block; min-height: 100vh; background: var(--paper); }
    header { position: sticky; top: 0; z-index: 6; display: flex; align-items: center; gap: 14px; height: 56px; padding: 0 10px 0 16px; background: var(--surface); border-bottom: 1px solid var(--line); }
    .brand { display: flex; align-items: center; gap: 9px; min-height: 44px; font: 650 20px/1 var(--serif); letter-spacing: -0.01em; color: var(--ink); text-decoration: none; }
    .brand svg { width: 28px; height: 28px; }
    .ring { fill: none; stroke: var(--accent); stroke-width: 2.2; stroke-dasharray: 4.6 3.6; }
    .dot { fill: var(--battle); }
    h1 { font: 600 15px/1 var(--sans); padding-left: 14px; border-left: 1px solid var(--line-strong); line-height: 24px; }
    .grow { flex: 1; }
    header nav a { display: inline-flex; align-items: center; min-height: 44px; padding: 0 10px; font-weight: 550; }
    main { display: grid; grid-template: "top map" auto "rest map" 1fr / minmax(0, 680px) minmax(0, 1fr); }
    .top { grid-area: top; padding: 20px 24px 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; align-content: start; }
    .rest { grid-area: rest; padding: 16px 24px 40px; display: grid; grid-template-columns: minmax(0, 1fr); gap: 22px; align-content: start; }
    .map { grid-area: map; position: sticky; top: 56px; height: calc(100vh - 56px); border-left: 1px solid var(--line); align-self: start; overflow: hidden; }
    .canvas { position: absolute; inset: 0; }
    .key { position: absolute; z-index: 3; right: 10px; top: 10px; max-width: min(300px, calc(100% - 80px)); padding: 8px 12px; border-radius: 10px; border: 1px solid var(--line); background: color-mix(in srgb, var(--surface) 92%, transparent); font-size: 12.5px; display: grid; gap: 3px; }
    .key li { display: grid; grid-template-columns: 26px 1fr; gap: 6px; align-items: center; }
    .key svg { width: 26px; height: 16px; fill: none; stroke: currentColor; stroke-width: 2; }
    .key .claimed { color: var(--accent); }
    .hint { position: absolute; z-index: 3; inset: auto 16px 84px; text-align: center; color: var(--muted); pointer-events: none; }
    .hint span { background: color-mix(in srgb, var(--surface) 90%, transparent); padding: 6px 12px; border-radius: 99px; }
    .print { display: none; }
    @media screen and (max-width: 1080px) { main { grid-template-columns: minmax(0, 56%) minmax(0, 1fr); } }
    @media screen and (max-width: 760px) {
      header { padding: 0 4px 0 10px; gap: 8px; }
      .brand .word { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      h1 { padding-left: 10px; }
      main { display: block; }
      .top { padding: 14px 14px 0; }
      .rest { padding: 14px 14px 40px; }
      .map { height: 32vh; min-height: 200px; margin-top: 14px; border: solid var(--line); border-width: 1px 0; z-index: 5; }
      .map.idle { display: none; }
      .key { display: none; }
    }
    @media screen and (max-width: 760px) and (max-height: 620px) { .map { position: relative; top: 0; } }
    @media print {
      :host { background: #fff; min-height: 0; }
      header { position: static; height: auto; border: 0; padding: 0 0 4px; background: none; }
      header nav, .map { display: none; }
      main { grid-template: "top print" auto "rest rest" auto / minmax(0, 1fr) auto; gap: 8px; }
      .top, .rest { padding: 0; gap: 6px; }
      .print { grid-area: print; display: block; max-width: 66mm; max-height: 72mm; border: 1px solid #999; }
    }
  `];

  declare store: CheckStore;
  /** the map, once it is made */
  view: CheckView | undefined;
  #picture = "";
  #beforePrint = (): void => { this.#picture = this.view?.picture() ?? ""; this.requestUpdate(); this.performUpdate(); };

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("beforeprint", this.#beforePrint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("beforeprint", this.#beforePrint);
  }

  override render(): TemplateResult {
    const s = this.state, dark = s.theme === "dark", read = !s.editing && s.answer !== null;
    const drawn = read && s.answer !== null && s.asked !== null && evidenceFeatures(s.asked, s.answer).length > 0;
    return html`
      <header>
        <a class="brand" href="/" aria-label="sitmap: the map"><svg viewBox="0 0 32 32" aria-hidden="true"><circle class="ring" cx="16" cy="16" r="13"></circle><path class="dot" d="M16 8.5 23.5 16 16 23.5 8.5 16Z"></path></svg><span class="word">sitmap</span></a>
        <h1>Check a claim</h1>
        <span class="grow"></span>
        <nav aria-label="Pages"><a href="/">Map of events</a></nav>
        <button class="icon-button noprint" aria-label=${dark ? "Use light colours" : "Use dark colours"} title=${dark ? "Use light colours" : "Use dark colours"}
          @click=${() => this.store.update({ theme: dark ? "light" : "dark" })}>${icon(dark ? "sun" : "moon")}</button>
      </header>
      <main @open-check=${(e: CustomEvent<number>) => this.#evidence()?.focusRow(e.detail)} @show-check=${(e: CustomEvent<number>) => this.view?.showCheck(e.detail)}
        @before-paper=${(e: CustomEvent<() => void>) => void this.#paper(e.detail)}>
        <div class="top">
          ${read ? html`<sit-verdict .store=${this.store}></sit-verdict><sit-actions class="noprint" .store=${this.store}></sit-actions>` : html`<sit-claim-form .store=${this.store}></sit-claim-form>`}
        </div>
        ${read && this.#picture !== "" ? html`<img class="print" src=${this.#picture} alt="Map of the evidence">` : nothing}
        <div class="map ${drawn ? "" : "idle"}">
          <section class="canvas" aria-label="Map of the evidence"><slot name="map"></slot></section>
          ${drawn ? key() : html`<p class="hint"><span>${read ? "Nothing in this answer can be drawn." : "The point, and what each check looked at, will be drawn here."}</span></p>`}
        </div>
        ${read ? html`<div class="rest">
          <sit-evidence .store=${this.store}></sit-evidence>
          <sit-findings .store=${this.store}></sit-findings>
          ${s.asked?.event ? html`<sit-save class="noprint" .store=${this.store}></sit-save>` : nothing}
        </div>` : nothing}
      </main>`;
  }

  #evidence(): SitEvidence | null {
    return this.renderRoot.querySelector<SitEvidence>("sit-evidence");
  }

  /** Waits for the light map; the browser's beforeprint takes its picture. */
  async #paper(done: () => void): Promise<void> {
    await this.view?.settled();
    done();
  }
}

function key(): TemplateResult {
  return html`<ul class="key" aria-label="Key of the map">
    <li><svg class="claimed" viewBox="0 0 26 16" aria-hidden="true"><circle cx="13" cy="8" r="6" fill="currentColor" fill-opacity="0.2"></circle></svg>as claimed; the disc is what its digits leave open</li>
    <li><svg viewBox="0 0 26 16" aria-hidden="true"><rect x="3" y="2" width="20" height="12" rx="3" stroke-dasharray="3.5 2.5"></rect></svg>what a check measured, or where it expects it</li>
    <li><svg viewBox="0 0 26 16" aria-hidden="true"><circle cx="13" cy="8" r="6.6"></circle><path d="M10.6 11 13 4.6 15.4 11M11.4 9h3.2" stroke-width="1.4"></path></svg>what would fit better</li>
  </ul>`;
}
