/** <sit-claim-form>: the claim as somebody types or pastes it. Faults stand at their field. */
import { css, html, nothing, type TemplateResult } from "lit";
import { StateElement } from "../element.ts";
import { base } from "../styles.ts";
import { icon } from "../mark.ts";
import { checkBase } from "./styles.ts";
import { momentWords, readMoment } from "../../model/claim-time.ts";
import type { CheckState, CheckStore } from "../../data/claim-store.ts";
import type { ClaimForm } from "../../model/claim.ts";

type Field = Exclude<keyof ClaimForm, "event">;

export class SitClaimForm extends StateElement<CheckState> {
  static override styles = [base, checkBase, css`
    :host { display: block; }
    form { display: grid; gap: 13px; padding: 16px 20px 18px; background: var(--surface); border: 1px solid var(--line); border-radius: 14px; }
    .lead { color: var(--muted); margin-top: 2px; }
    .field { display: grid; gap: 4px; align-content: start; }
    label { font-weight: 600; }
    .hint { color: var(--muted); font-size: 12.5px; }
    input, textarea { width: 100%; min-height: 44px; padding: 9px 12px; border: 1px solid var(--line-strong); border-radius: 10px; background: var(--raised); color: inherit; font: inherit; }
    textarea { resize: vertical; line-height: 1.5; }
    #text { font: 16px/1.5 var(--serif); min-height: 92px; }
    #coordinates { font-variant-numeric: tabular-nums; min-height: 44px; }
    [aria-invalid="true"] { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
    .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; }
    details { margin: -6px 0; }
    summary { cursor: pointer; min-height: 44px; display: flex; gap: 6px; align-items: center; color: var(--accent); font-weight: 550; }
    summary svg { width: 16px; height: 16px; fill: none; stroke: currentColor; stroke-width: 2.2; stroke-linecap: round; stroke-linejoin: round; }
    details[open] summary svg { transform: rotate(90deg); }
    details .pair { padding: 2px 0 8px; }
    .alert { display: flex; gap: 10px; padding: 10px 14px; border-radius: 10px; background: var(--bad-soft); color: var(--bad); font-weight: 550; }
    .do { display: flex; gap: 10px; align-items: center; flex-wrap: wrap; }
    .go { min-height: 48px; padding: 0 26px; border: 0; border-radius: 12px; background: var(--accent); color: var(--accent-ink); font-weight: 650; font-size: 16px; }
    .go[aria-disabled="true"] { opacity: 0.75; cursor: progress; }
    .event { padding: 8px 12px; border-radius: 10px; background: var(--accent-soft); font-size: 13px; display: flex; align-items: center; gap: 8px; overflow-wrap: anywhere; }
    @media screen and (max-width: 760px) { form { padding: 14px; } .pair { grid-template-columns: 1fr; } }
    @media (forced-colors: active) { .go { border: 1px solid; } }
  `];

  declare store: CheckStore;

  protected override stateChanged(now: CheckState, before: CheckState): void {
    if (now.errors !== before.errors && Object.keys(now.errors).length > 0) void this.updateComplete.then(() => this.#focusFault());
  }

  override firstUpdated(): void {
    if (Object.keys(this.state.errors).length > 0) this.#focusFault();
    else if (this.state.answer) this.renderRoot.querySelector<HTMLElement>("#text")?.focus(); // somebody pressed Edit
  }

  #focusFault(): void {
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  override render(): TemplateResult {
    const s = this.state;
    const more = s.form.source !== "" || s.form.url !== "" || "source" in s.errors || "url" in s.errors;
    return html`<form novalidate @submit=${(e: Event) => { e.preventDefault(); void this.store.check(); }} @keydown=${(e: KeyboardEvent) => this.#key(e)} aria-labelledby="title">
      <div><h2 id="title">Does the place fit the words?</h2>
        <p class="lead">Held against place names, distances, borders, the sun and the calendar. Nothing goes to other sites.</p></div>
      ${s.error === "" ? nothing : html`<p class="alert" role="alert">${s.error}</p>`}
      ${s.form.event === "" ? nothing : html`<p class="event">About the stored event ${s.form.event}, which does not count as its own witness.
        <button type="button" class="link" @click=${() => this.#set("event", "")}>Forget the event</button></p>`}
      ${this.#field("text", "What is claimed", "The words of the post or report, in any language.", 4)}
      ${this.#field("coordinates", "Coordinates", "As written: decimal, degrees, MGRS, UTM, plus code, map link. Several: one a line.", 1)}
      <div class="pair">
        ${this.#field("published", "Published", "Day, time and zone, as 2024-12-14 09:40 +02:00", 0)}
        ${this.#field("time", "Filmed or happened", "As claimed; with its zone. Empty: unknown", 0)}
      </div>
      <details ?open=${more}><summary>${icon("next")}More: who says so</summary><div class="pair">
        ${this.#field("source", "Source", "A channel, an outlet, a person", 0)}
        ${this.#field("url", "Address of the post", "https://…; nothing is fetched", 0)}
      </div></details>
      <sit-picture .store=${this.store}></sit-picture>
      <div class="do">
        <button class="go" type="submit" aria-disabled=${s.busy ? "true" : "false"}>${s.busy ? "Checking …" : "Check"}</button>
        ${s.answer ? html`<button type="button" class="button" @click=${() => this.store.clear()}>Start anew</button>` : nothing}
        <span class="small quiet">Ctrl and Enter check, too.</span>
      </div>
      <span class="sr" role="status">${s.busy ? "Checking" : ""}</span>
    </form>`;
  }

  /** rows 0 is a line of text. */
  #field(name: Field, label: string, hint: string, rows: number): TemplateResult {
    const s = this.state, error = s.errors[name] ?? "", value = s.form[name];
    const described = error === "" ? `${name}-hint` : `${name}-error ${name}-hint`;
    const typed = (e: Event): void => this.#set(name, (e.currentTarget as HTMLInputElement).value);
    const moment = name === "published" || name === "time" ? readMoment(value).value : "";
    return html`<div class="field">
      <label for=${name}>${label}</label>
      ${rows > 0
        ? html`<textarea id=${name} rows=${rows} spellcheck="false" aria-describedby=${described} aria-invalid=${error === "" ? "false" : "true"} .value=${value} @input=${typed}></textarea>`
        : html`<input id=${name} type=${name === "url" ? "url" : "text"} autocomplete="off" spellcheck="false" aria-describedby=${described} aria-invalid=${error === "" ? "false" : "true"} .value=${value} @input=${typed}>`}
      ${error === "" ? nothing : html`<p class="error" id="${name}-error">${error}</p>`}
      <p class="hint" id="${name}-hint">${moment === "" || value.trim() === moment ? hint : `Read as ${momentWords(moment)}`}</p>
    </div>`;
  }

  #set(name: keyof ClaimForm, value: string): void {
    const { [name]: _, ...errors } = this.state.errors;
    this.store.update({ form: { ...this.state.form, [name]: value }, errors: name in this.state.errors ? errors : this.state.errors });
  }

  #key(e: KeyboardEvent): void {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
      e.preventDefault();
      void this.store.check();
    }
  }
}
