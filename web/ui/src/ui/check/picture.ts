/** <sit-picture>: takes a picture, reads what it says of itself in the browser, and shows it. The picture stays here. */
import { css, html, nothing, type TemplateResult } from "lit";
import { StateElement } from "../element.ts";
import { base } from "../styles.ts";
import { checkBase } from "./styles.ts";
import { mediaFacts } from "../../model/claim-media-facts.ts";
import { readPicture } from "../../data/picture.ts";
import type { CheckState, CheckStore } from "../../data/claim-store.ts";

/** Styles of the list that facts gives. */
export const factStyles = css`
  .hash { font-size: 11.5px; line-height: 1.7; overflow-wrap: anywhere; }
  .doubt { color: var(--warn); }
`;

export class SitPicture extends StateElement<CheckState> {
  static override styles = [base, checkBase, css`
    :host { display: block; }
    .drop { position: relative; display: grid; gap: 2px; justify-items: start; padding: 12px 14px; border: 1.5px dashed var(--line-strong); border-radius: 12px; background: none; }
    .drop.over { border-color: var(--accent); background: var(--accent-soft); }
    .drop:focus-within { outline: 3px solid var(--accent); outline-offset: 2px; }
    .drop.bad { border-color: var(--bad); }
    label { font-weight: 600; cursor: pointer; min-height: 28px; display: flex; align-items: center; }
    label u { color: var(--accent); font-weight: 550; margin-left: 6px; text-underline-offset: 2px; }
    input { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; cursor: pointer; }
    .facts { padding: 10px 14px; border: 1px solid var(--line); border-radius: 12px; background: var(--raised); display: grid; gap: 8px; }
    .head { display: flex; gap: 8px; align-items: center; justify-content: space-between; }
    .head b { overflow-wrap: anywhere; }
    dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 3px 14px; font-size: 13px; }
    dt { color: var(--muted); }
    dd { overflow-wrap: anywhere; }
  `, factStyles];

  declare store: CheckStore;
  #busy = false;
  #over = false;

  override render(): TemplateResult {
    const { media, picture, errors } = this.state, error = errors.media ?? "";
    if (media) {
      return html`<div class="facts">
        <div class="head"><b>${picture || "Picture of the link"}</b><button type="button" class="link" @click=${() => this.#forget()}>Remove</button></div>
        ${facts(media)}
        ${error === "" ? nothing : html`<p class="error" role="alert">${error}</p>`}
        <p class="small quiet">Read in this browser. These facts are sent with the claim; the picture is not, nor anything else of it.</p>
      </div>`;
    }
    return html`<div class="drop ${this.#over ? "over" : ""} ${error === "" ? "" : "bad"}" @dragenter=${() => this.#hover(true)} @dragleave=${() => this.#hover(false)} @drop=${() => this.#hover(false)}>
      <label for="file">${this.#busy ? "Reading the picture …" : html`A picture <u>choose or drop one</u>`}</label>
      <p class="small quiet" id="file-hint">Its position, direction, time, software and SHA-256 are read in this browser. Nothing of the picture is uploaded.</p>
      ${error === "" ? nothing : html`<p class="error" id="file-error">${error}</p>`}
      <input id="file" type="file" accept="image/*,.heic,.heif,.tif,.tiff" aria-describedby=${error === "" ? "file-hint" : "file-error file-hint"} aria-invalid=${error === "" ? "false" : "true"} @change=${(e: Event) => void this.#take(e.currentTarget as HTMLInputElement)}>
    </div>`;
  }

  #hover(on: boolean): void {
    this.#over = on;
    this.requestUpdate();
  }

  async #take(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (!file || this.#busy) return;
    this.#busy = true;
    this.requestUpdate();
    try {
      const media = await readPicture(file);
      if (Object.keys(media).length === 0) throw new Error("Nothing could be read from this file, which is usual for pictures that went through a messenger.");
      const { media: _, ...errors } = this.state.errors;
      this.store.update({ media, picture: file.name, errors });
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>("button")?.focus());
    } catch (e) {
      this.store.update({ errors: { ...this.state.errors, media: e instanceof Error ? e.message : String(e) } });
    } finally {
      this.#busy = false;
      input.value = "";
      this.requestUpdate();
    }
  }

  #forget(): void {
    this.store.update({ media: null, picture: "" });
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>("#file")?.focus());
  }
}

/** The list of what a picture says of itself. */
export function facts(media: NonNullable<CheckState["media"]>): TemplateResult {
  return html`<dl class="num">${mediaFacts(media).map(([name, value]) => html`<dt>${name}</dt><dd class=${name === "Odd" ? "doubt" : name === "SHA-256" ? "hash" : ""}>${value}</dd>`)}</dl>`;
}
