/** <sit-detail>: one event with its words, its doubts and its reasons. Esc closes it. */
import { html, nothing, type TemplateResult } from "lit";
import { StateElement } from "./element.ts";
import { base } from "./styles.ts";
import { detailStyles } from "./detail-styles.ts";
import { eventMark, icon, statusPill } from "./mark.ts";
import { quoteBlock } from "./quote.ts";
import { placeCard } from "./why.ts";
import { findEvent, type State } from "../data/store.ts";
import { claimOfEvent } from "../model/claim-event.ts";
import { basisNote, formatInterval, precisionNote } from "../model/dates.ts";
import { casualtyList, unknownLosses } from "../model/people.ts";
import { statusOf, statusText } from "../model/kinds.ts";
import { codedAs, roleText } from "../model/reasons.ts";
import type { Actor, Claim, EventItem, Place } from "../model/types.ts";

export class SitDetail extends StateElement {
  static override styles = [base, detailStyles];

  protected override stateChanged(now: State, before: State): void {
    if (now.selected !== before.selected && now.selected !== "") {
      void this.updateComplete.then(() => this.renderRoot.querySelector(".scroll")?.scrollTo(0, 0));
    }
  }

  override render(): TemplateResult | typeof nothing {
    const s = this.state;
    if (s.selected === "") return nothing;
    const e = findEvent(s, s.selected);
    return html`<aside aria-labelledby="title" @keydown=${(k: KeyboardEvent) => k.key === "Escape" && this.#close()}>
      ${e ? this.#event(s, e) : html`<header><h2 id="title" tabindex="-1">Reading the event …</h2>${this.#closeButton()}</header>`}
    </aside>`;
  }

  #event(s: State, e: EventItem): TemplateResult {
    return html`
      <header>
        ${eventMark(e.type, e.verification)}
        <div class="title">
          <h2 id="title" tabindex="-1">${e.type || "Unnamed event"}</h2>
          <p class="num">${formatInterval(e.dateStart, e.dateEnd)}</p>
          ${codedAs(e.eventType, e.violence) === "" ? nothing : html`<p class="small">${codedAs(e.eventType, e.violence)}</p>`}
        </div>
        ${this.#closeButton()}
      </header>
      ${this.#pager(s)}
      <div class="scroll" tabindex="0" role="group" aria-label="Details of the event">
        ${e.quotes.length === 0 ? html`<p class="quiet pad">The report's words are not stored with this event.</p>` : quoteBlock(e.quotes, e.source)}
        ${this.#facts(e)}
        <section aria-labelledby="where">
          <h3 id="where">${e.places.length === 1 ? "Where" : `Where: ${e.places.length} places`}</h3>
          ${e.places.length === 0 ? html`<p class="quiet">The report names no place that could be put on the map.</p>` : nothing}
          ${clickedFirst(e.places, s.place).map((p, i) => placeCard(p, this.store, i === 0))}
        </section>
        <footer class="small quiet">
          ${e.trigger === "" ? nothing : html`<p>An event by the words <span class="words">“${e.trigger}”</span>.</p>`}
          <p>${e.method === "" ? nothing : html`Read by ${e.method}. `}${e.review === "" || e.review === "auto" ? "No person has reviewed it." : `Review: ${e.review}.`}</p>
          <p><a href=${`/events/${encodeURIComponent(e.id)}`}>Link to this event</a> · <a href=${`/check#${claimOfEvent(e)}`}>Check this claim</a></p>
        </footer>
      </div>`;
  }

  #closeButton(): TemplateResult {
    return html`<button class="icon-button" aria-label="Close the event" @click=${() => this.#close()}>${icon("close")}</button>`;
  }

  #pager(s: State): TemplateResult | typeof nothing {
    const at = s.stack.indexOf(s.selected);
    if (s.stack.length < 2 || at < 0) return nothing;
    const go = (step: number): void => {
      const next = s.stack[(at + step + s.stack.length) % s.stack.length];
      if (next !== undefined) this.store.update({ selected: next, place: 0, pointed: null });
    };
    return html`<div class="pager">
      <button class="icon-button" aria-label="Previous event at this spot" @click=${() => go(-1)}>${icon("prev")}</button>
      <span class="num">${at + 1} of ${s.stack.length} events at this spot</span>
      <button class="icon-button" aria-label="Next event at this spot" @click=${() => go(1)}>${icon("next")}</button></div>`;
  }

  #facts(e: EventItem): TemplateResult {
    const people = casualtyList(e.casualties);
    const note = basisNote(e.dateBasis);
    const status = statusOf(e.verification);
    return html`<dl>
      <dt>When</dt>
      <dd><span class="num">${formatInterval(e.dateStart, e.dateEnd)}</span>
        ${e.dateText === "" ? nothing : html`<div class="words">“${e.dateText}”</div>`}
        ${timeLine(e) === "" ? nothing : html`<div class="small quiet num">${timeLine(e)}</div>`}
        ${note === "" ? nothing : html`<div class="caution"><span aria-hidden="true">△</span> ${note}</div>`}</dd>
      <dt>Status</dt>
      <dd>${statusPill(e.verification)}${status === "none" ? nothing : html`<div class="small quiet">${statusText(status)}</div>`}
        ${e.control === "" ? nothing : html`<div class="small">Who holds it: ${e.control}</div>`}</dd>
      <dt>People</dt>
      <dd>${people.length === 0 ? html`<span class="quiet">unknown</span>` : html`<ul>${people.map((r) => html`
        <li><b class="num">${r.count}</b> ${r.label}${r.text === "" ? nothing : html`<div class="words">“${r.text}”</div>`}</li>`)}</ul>`}
        ${people.length > 0 && unknownLosses(e.casualties).length > 0 ? html`<div class="small quiet">not said: ${unknownLosses(e.casualties).join(", ")}</div>` : nothing}
        ${people.length > 0 && e.places.length > 1 ? html`<div class="small quiet">for the whole event, not for each place</div>` : nothing}</dd>
      ${e.actors.length === 0 ? nothing : html`<dt>Sides</dt><dd><ul>${e.actors.map(actorLine)}</ul></dd>`}
      ${e.groupEvents < 2 ? nothing : html`<dt>Told by</dt>
        <dd>${e.groupEvents} reports that may mean the same event, from ${e.independentSources} independent ${e.independentSources === 1 ? "source" : "sources"}</dd>`}
      ${e.claims.length === 0 ? nothing : html`<dt>Who says so</dt><dd><ul>${e.claims.map(claimLine)}</ul></dd>`}
    </dl>`;
  }

  #close(): void {
    const id = this.state.selected;
    this.store.update({ selected: "", stack: [], pointed: null });
    this.dispatchEvent(new CustomEvent("detail-closed", { detail: id, bubbles: true, composed: true }));
  }

  /** Moves the focus to the event's title once it is drawn. */
  focusTitle(): void {
    this.requestUpdate();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>("#title")?.focus());
  }
}

/** How finely the date is known, and its form for other programs. */
function timeLine(e: EventItem): string {
  return [precisionNote(e.timePrecision), e.dateEDTF === "" ? "" : `EDTF ${e.dateEDTF}`].filter((s) => s !== "").join(" · ");
}

function actorLine(a: Actor): TemplateResult {
  const what = [roleText(a.role), a.kind === "unknown" ? "" : a.kind, a.id].filter((s) => s !== "").join(" · ");
  return html`<li>${a.name}${a.wikidata === "" ? nothing : html` <a class="small" href=${`https://www.wikidata.org/wiki/${a.wikidata}`} target="_blank" rel="noopener noreferrer">${a.wikidata}</a>`}
    ${what === "" ? nothing : html`<div class="small quiet">${what}</div>`}</li>`;
}

function claimLine(c: Claim): TemplateResult {
  const stance = c.stance === "" || c.stance === "asserts" ? "" : c.stance;
  return html`<li><b>${c.claimant || "somebody who is not named"}</b>${c.verb === "" ? nothing : html` <span class="words">“${c.quote === "" || c.quote.includes(c.claimant) ? c.verb : c.quote}”</span>`}
    ${stance === "" ? nothing : html`<span class="pill ${stance === "denies" ? "disputed" : stance === "confirms" ? "verified" : "unverified"}">${stance}</span>`}</li>`;
}

function clickedFirst(places: readonly Place[], at: number): Place[] {
  const clicked = places[at];
  return clicked ? [clicked, ...places.filter((p) => p !== clicked)] : [...places];
}
