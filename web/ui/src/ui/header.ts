/** <sit-header>: the name, search in the words of reports, and switches of the whole page. */
import { css, html, type TemplateResult } from "lit";
import { StateElement } from "./element.ts";
import { base } from "./styles.ts";
import { icon } from "./mark.ts";

const PAUSE = 300; // ms after the last key before the search runs

export class SitHeader extends StateElement {
  static override styles = [base, css`
    :host { display: block; }
    header { display: flex; align-items: center; gap: 8px; height: 56px; padding: 0 10px 0 16px; background: var(--surface); border-bottom: 1px solid var(--line); }
    h1 { display: flex; align-items: center; gap: 9px; font: 650 20px/1 var(--serif); letter-spacing: -0.01em; }
    h1 svg { width: 28px; height: 28px; }
    .ring { fill: none; stroke: var(--accent); stroke-width: 2.2; stroke-dasharray: 4.6 3.6; }
    .dot { fill: var(--battle); }
    form { flex: 1; max-width: 420px; margin: 0 8px 0 20px; position: relative; }
    form svg { position: absolute; left: 11px; top: 11px; width: 18px; height: 18px; fill: none; stroke: var(--muted); stroke-width: 1.8; stroke-linecap: round; pointer-events: none; }
    input { width: 100%; height: 40px; padding: 0 10px 0 36px; border: 1px solid var(--line-strong); border-radius: 10px; background: var(--paper); }
    input::placeholder { color: var(--muted); opacity: 1; }
    .grow { flex: 1; }
    .check { display: inline-flex; justify-content: center; align-items: center; gap: 7px; padding: 0 10px; color: inherit; text-decoration: none; font-weight: 550; white-space: nowrap; }
    .lost { color: var(--bad); font-size: 13px; font-weight: 600; white-space: nowrap; }
    @media (pointer: coarse) { input { height: 44px; } form svg { top: 13px; } }
    @media (max-width: 760px) {
      header { gap: 0; padding: 0 4px 0 10px; }
      h1 .word { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      form { margin: 0 4px 0 10px; }
      .grow, .check .label { display: none; }
      .check { padding: 0; }
      .lost { position: absolute; top: 58px; right: 8px; background: var(--bad-soft); padding: 2px 8px; border-radius: 8px; z-index: 6; }
    }
  `];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #said = "";

  override render(): TemplateResult {
    const s = this.state;
    const dark = s.theme === "dark";
    return html`<header>
      <h1><svg viewBox="0 0 32 32" aria-hidden="true"><circle class="ring" cx="16" cy="16" r="13"></circle><path class="dot" d="M16 8.5 23.5 16 16 23.5 8.5 16Z"></path></svg><span class="word">sitmap</span></h1>
      <form role="search" @submit=${(e: Event) => { e.preventDefault(); this.#search(e.currentTarget as HTMLFormElement, 0); }}>
        ${icon("search")}
        <input type="search" name="q" aria-label="Search the reports" placeholder="Search the reports" autocomplete="off" spellcheck="false"
          .value=${s.filters.q} @input=${(e: Event) => this.#search((e.currentTarget as HTMLInputElement).form as HTMLFormElement, PAUSE)}>
      </form>
      <span class="grow"></span>
      ${s.offline ? html`<span class="lost" role="status">No live updates</span>` : ""}
      <a class="icon-button check" href="/check" aria-label="Check a claim" title="Check a claim">${icon("check")}<span class="label">Check a claim</span></a>
      <button class="icon-button" aria-pressed=${s.showRegions ? "true" : "false"} aria-label="Draw how uncertain each place is" title="Draw how uncertain each place is"
        @click=${() => this.store.update({ showRegions: !s.showRegions })}>${icon("region")}</button>
      <button class="icon-button" aria-label=${this.#said || "Copy a link to this view"} title="Copy a link to this view" @click=${() => void this.#copy()}>${icon("link")}</button>
      <button class="icon-button" aria-label=${dark ? "Use light colours" : "Use dark colours"} title=${dark ? "Use light colours" : "Use dark colours"}
        @click=${() => this.store.update({ theme: dark ? "light" : "dark" })}>${icon(dark ? "sun" : "moon")}</button>
      <span class="sr" role="status">${this.#said}</span>
    </header>`;
  }

  #search(form: HTMLFormElement, ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const q = String(new FormData(form).get("q") ?? "").trim();
      if (q !== this.state.filters.q) this.store.update({ filters: { ...this.state.filters, q } });
    }, ms);
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(location.href);
      this.#say("Link copied");
    } catch {
      this.#say("The browser does not let the page copy; take the link from the address bar");
    }
  }

  #say(text: string): void {
    this.#said = text;
    this.requestUpdate();
    setTimeout(() => { this.#said = ""; this.requestUpdate(); }, 2500);
  }
}
