/** <sit-save>: keeps the claim with the event it is about, under a person's rating. It is there only when the server keeps claims. */
import { css, html, nothing, type TemplateResult } from "lit";
import { StateElement } from "../element.ts";
import { base } from "../styles.ts";
import { checkBase } from "./styles.ts";
import { ApiError, fetchClaims, saveClaim } from "../../data/api.ts";
import { informationWords, sourceWords, VERDICT_WORDS } from "../../model/claim-words.ts";
import { momentWords } from "../../model/claim-time.ts";
import { ratingFaults, type SavedClaim, toSaveRequest, type TypedRating } from "../../model/claim-saved.ts";
import type { CheckState, CheckStore } from "../../data/claim-store.ts";
import type { Verdict } from "../../model/claim.ts";

type Field = keyof TypedRating;

export class SitSave extends StateElement<CheckState> {
  static override styles = [base, checkBase, css`
    :host { display: block; }
    h2 { margin-bottom: 8px; }
    .card { padding: 14px 18px; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); display: grid; gap: 12px; }
    .fields { display: grid; grid-template-columns: 1fr 1fr; gap: 12px 16px; align-items: start; }
    .wide { grid-column: 1 / -1; }
    label { display: grid; gap: 4px; font-weight: 600; }
    input, select { width: 100%; min-height: 44px; padding: 8px 12px; border: 1px solid var(--line-strong); border-radius: 10px; background: var(--raised); color: inherit; font: inherit; font-weight: 400; }
    [aria-invalid="true"] { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
    .do { display: flex; gap: 12px; align-items: center; flex-wrap: wrap; }
    .done { color: var(--good); font-weight: 600; }
    li { overflow-wrap: anywhere; }
    @media screen and (max-width: 760px) { .fields { grid-template-columns: minmax(0, 1fr); } }
  `];

  declare store: CheckStore;
  /** null: not asked yet, or the server keeps none */
  #kept: SavedClaim[] | null = null;
  #typed: TypedRating = { source: "F", information: "6", by: "", reason: "" };
  #faults: Partial<Record<Field | "all", string>> = {};
  #done = "";

  override firstUpdated(): void {
    void this.#load();
  }

  protected override stateChanged(now: CheckState, before: CheckState): void {
    if (now.answer !== before.answer) {
      this.#done = "";
      void this.#load();
    }
  }

  async #load(): Promise<void> {
    const id = this.state.asked?.event ?? "";
    try {
      this.#kept = id === "" ? null : await fetchClaims(id, new AbortController().signal);
    } catch {
      this.#kept = null; // a server that keeps no claims, or an event that is gone: nothing to offer
    }
    this.requestUpdate();
  }

  override render(): TemplateResult | typeof nothing {
    const { asked } = this.state, kept = this.#kept;
    if (!asked || asked.event === "" || kept === null) return nothing;
    return html`<section aria-labelledby="save"><h2 id="save">Keep it with the event</h2><form class="card" novalidate @submit=${(e: Event) => { e.preventDefault(); void this.#save(); }}>
      ${kept.length === 0 ? html`<p class="quiet">No claim is kept with this event yet.</p>` : html`<ul class="small">${kept.map((k) => html`<li><b>${VERDICT_WORDS[k.verdict as Verdict] ?? k.verdict}</b>, rated ${k.source}${k.information ?? ""} by ${k.by}${k.reason === "" ? "" : ` (${k.reason})`}, ${momentWords(k.saved)}</li>`)}</ul>`}
      <div class="fields">
        ${this.#choice("source", "The source, by itself", [..."ABCDEF"].map((l) => [l, `${l}: ${sourceWords(l)}`]))}
        ${this.#choice("information", "The information, by itself", [1, 2, 3, 4, 5, 6].map((n) => [String(n), `${n}: ${informationWords(n)}`]))}
        ${this.#text("by", "Who rates", "")}
        ${this.#text("reason", "Why", "Not needed for F6")}
      </div>
      ${this.#faults.all ? html`<p class="error" role="alert">${this.#faults.all}</p>` : nothing}
      <div class="do"><button class="button" type="submit">Save with event</button><a href="/events/${encodeURIComponent(asked.event)}">The event</a><span class="done" role="status">${this.#done}</span></div>
    </form></section>`;
  }

  #choice(name: Field, label: string, options: readonly (readonly [string, string])[]): TemplateResult {
    return html`<label>${label}<select name=${name} @change=${(e: Event) => this.#set(name, e)}>${options.map(([v, words]) => html`<option value=${v} ?selected=${this.#typed[name] === v}>${words}</option>`)}</select></label>`;
  }

  #text(name: Field, label: string, hint: string): TemplateResult {
    const fault = this.#faults[name] ?? "";
    return html`<div><label>${label}<input name=${name} autocomplete="off" aria-invalid=${fault === "" ? "false" : "true"} aria-describedby="${name}-note" .value=${this.#typed[name]} @input=${(e: Event) => this.#set(name, e)}></label>
      <p id="${name}-note" class=${fault === "" ? "small quiet" : "error"}>${fault || hint}</p></div>`;
  }

  #set(name: Field, e: Event): void {
    this.#typed = { ...this.#typed, [name]: (e.currentTarget as HTMLInputElement | HTMLSelectElement).value };
    this.#faults = {};
    this.#done = "";
    this.requestUpdate();
  }

  async #save(): Promise<void> {
    const { asked, askedMedia } = this.state;
    if (!asked) return;
    this.#faults = ratingFaults(this.#typed);
    if (Object.keys(this.#faults).length === 0) {
      try {
        await saveClaim(asked.event, toSaveRequest(asked, askedMedia, this.#typed), new AbortController().signal);
        this.#done = "Kept with the event";
        await this.#load();
      } catch (e) {
        const field = e instanceof ApiError ? e.field.replace("rating.", "") : "";
        this.#faults = { [field === "by" || field === "reason" ? field : "all"]: e instanceof Error ? e.message : String(e) };
      }
    }
    this.requestUpdate();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
}
