/** <sit-actions>: ways to take the answer along. What is copied is made in the browser. */
import { css, html, nothing, type TemplateResult } from "lit";
import { StateElement } from "../element.ts";
import { base } from "../styles.ts";
import { checkBase } from "./styles.ts";
import { toGeoJSON } from "../../model/claim-geojson.ts";
import { toMarkdown } from "../../model/claim-markdown.ts";
import { type Reviewer, toClaimReview } from "../../model/claim-review.ts";
import type { CheckState, CheckStore } from "../../data/claim-store.ts";
import type { Answer, ClaimForm } from "../../model/claim.ts";

export class SitActions extends StateElement<CheckState> {
  static override styles = [base, checkBase, css`
    :host { display: block; }
    .bar { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
    .button { padding: 0 12px; font-size: 13px; }
    .review { margin-top: 10px; padding: 14px 18px; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); display: grid; gap: 10px; }
    .fields { display: grid; grid-template-columns: minmax(0, 1fr) 180px auto; gap: 12px; align-items: end; }
    .fields label { display: grid; gap: 4px; font-weight: 600; }
    input, select { width: 100%; min-height: 44px; padding: 8px 12px; border: 1px solid var(--line-strong); border-radius: 10px; background: var(--raised); color: inherit; font: inherit; font-weight: 400; }
    [aria-invalid="true"] { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
    textarea { width: 100%; min-height: 90px; font: 12px/1.4 ui-monospace, monospace; border: 1px solid var(--line-strong); border-radius: 10px; background: var(--raised); color: inherit; padding: 8px; margin-top: 8px; }
    .said { font-size: 13px; color: var(--good); font-weight: 600; }
    @media screen and (max-width: 760px) { .fields { grid-template-columns: 1fr; } }
  `];

  declare store: CheckStore;
  #said = "";
  #fault = "";
  #asking = false;
  #manual = "";

  override render(): TemplateResult | typeof nothing {
    const { answer: a, asked } = this.state;
    if (!a || !asked) return nothing;
    return html`<div class="bar" role="group" aria-label="Take the answer along">
        <button class="button" @click=${() => void this.#copy("Link copied", this.store.link())}>Copy link</button>
        <button class="button" @click=${() => void this.#copy("Markdown copied", toMarkdown(asked, a))}>Copy Markdown</button>
        <button class="button" @click=${() => this.#download(asked, a)}>GeoJSON</button>
        <button class="button" aria-expanded=${this.#asking ? "true" : "false"} @click=${() => this.#ask()}>ClaimReview …</button>
        <button class="button" @click=${() => void this.#print()}>Print</button>
        <span class="said" role="status">${this.#said}</span>
      </div>
      ${this.#manual === "" ? nothing : html`<label class="small quiet">The browser does not let the page copy; copy it here:<textarea readonly .value=${this.#manual}></textarea></label>`}
      ${this.#asking ? this.#review(asked, a) : nothing}`;
  }

  #review(asked: ClaimForm, a: Answer): TemplateResult {
    const fault = this.#fault, bad = fault === "" ? "false" : "true";
    return html`<form class="review" novalidate @submit=${(e: Event) => this.#copyReview(e, asked, a)}>
      <p class="small quiet">A ClaimReview is published under a name: yours or your organisation's. It says “${a.verdict.replace("_", " ")}” in words and holds no number.</p>
      <div class="fields">
        <label>Who reviews<input name="name" autocomplete="off" aria-invalid=${bad} aria-describedby="fault"></label>
        <label>That is<select name="kind" aria-invalid=${bad} aria-describedby="fault"><option value="">Choose …</option><option value="Person">a person</option><option value="Organization">an organisation</option></select></label>
        <button class="button" type="submit">Copy JSON-LD</button>
      </div>
      <p class="error" id="fault" role="alert">${fault}</p>
    </form>`;
  }

  #ask(): void {
    this.#asking = !this.#asking;
    this.#fault = "";
    this.requestUpdate();
    if (this.#asking) void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>("input")?.focus());
  }

  #copyReview(e: Event, asked: ClaimForm, a: Answer): void {
    e.preventDefault();
    const data = new FormData(e.currentTarget as HTMLFormElement);
    const name = String(data.get("name") ?? "").trim(), kind = String(data.get("kind") ?? "");
    this.#fault = name === "" ? "Say who reviews; there is no default." : kind === "" ? "Say whether that is a person or an organisation." : "";
    this.requestUpdate();
    if (this.#fault !== "") return;
    void this.#copy("ClaimReview copied", toClaimReview(asked, a, { name, kind: kind as Reviewer["kind"] }, new Date().toISOString().slice(0, 10)));
  }

  #download(asked: ClaimForm, a: Answer): void {
    const url = URL.createObjectURL(new Blob([toGeoJSON(asked, a)], { type: "application/geo+json" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = "claim-evidence.geojson";
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    this.#say("GeoJSON saved");
  }

  /** The paper is light: so is the map upon it. */
  async #print(): Promise<void> {
    const theme = this.state.theme;
    this.store.update({ theme: "light" });
    await new Promise<void>((done) => this.dispatchEvent(new CustomEvent("before-paper", { detail: done, bubbles: true, composed: true })));
    print();
    this.store.update({ theme });
  }

  async #copy(done: string, text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.#manual = "";
      this.#say(done);
    } catch {
      this.#manual = text;
      this.requestUpdate();
    }
  }

  #say(text: string): void {
    this.#said = text;
    this.requestUpdate();
    setTimeout(() => { this.#said = ""; this.requestUpdate(); }, 4000);
  }
}
