/** A place of an event: which one it is, how sure that is, what spoke for it and what else it could have been. */
import { html, nothing, svg, type TemplateResult } from "lit";
import { bars, disputeText, formatP, placeLine, precisionCodes, relationText } from "../model/reasons.ts";
import { distance, formatDistance, formatPoint } from "../model/geo.ts";
import type { Store } from "../data/store.ts";
import type { Alternative, Place } from "../model/types.ts";

/** A runner-up this probable is worth a look before the place is believed. */
const DOUBT = 0.05;

export function placeCard(p: Place, store: Store, open: boolean): TemplateResult {
  const where = placeLine(p);
  const relation = relationText(p.relation);
  const words = p.relation?.text ?? "";
  return html`<article class="place">
    <div class="row">
      <h4>${p.name}</h4>
      ${p.p === null ? nothing : html`<span class="p num" title="how probable this reading of the name is">${formatP(p.p)}</span>`}
    </div>
    <p class="quiet">${[p.class, where].filter((s) => s !== "").join(" · ")}</p>
    ${p.caution === "" ? nothing : html`<p class="caution"><span aria-hidden="true">△</span> <b>Assumed:</b> ${p.caution}.</p>`}
    ${p.disputed === "" ? nothing : html`<p class="caution"><span aria-hidden="true">△</span> <b>Disputed ground.</b> ${disputeText(p.disputed, p.worldview)}</p>`}
    <p class="spread">${p.radius === null ? "How far from the place is unknown" : html`Within <b class="num">${formatDistance(p.radius)}</b>`}${relation === "" ? nothing : html`, ${relation}`}${words === "" ? nothing : html` <span class="words">“${words}”</span>`}</p>
    <p class="row coords num"><span>${formatPoint(p.lat, p.lon)}</span>
      <button class="link" @click=${(e: Event) => void copy(e.currentTarget as HTMLElement, formatPoint(p.lat, p.lon))}>Copy</button></p>
    ${precisionCodes(p.geoPrecision, p.wherePrec) === "" ? nothing : html`<p class="small quiet num">${precisionCodes(p.geoPrecision, p.wherePrec)}</p>`}
    ${p.surface !== "" && p.surface !== p.name ? html`<p class="small quiet">written “${p.surface}”</p>` : nothing}
    ${why(p, store, open || p.alternatives.some((a) => (a.p ?? 0) >= DOUBT))}
  </article>`;
}

function why(p: Place, store: Store, open: boolean): TemplateResult | typeof nothing {
  const list = bars(p.reasons);
  if (list.length === 0 && p.alternatives.length === 0) return nothing;
  return html`<details ?open=${open}>
    <summary>Why this place</summary>
    ${list.length === 0 ? nothing : html`<ul class="bars">${list.map((b) => html`<li>
      <span class="label">${b.label}</span>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="track" width="100" height="8"></rect>
        ${svg`<rect class=${b.amount < 0 ? "against" : "for"} width=${Math.max(1.5, b.share * 100)} height="8"></rect>`}
      </svg>
      <span class="amount num">${b.amount < 0 ? "−" : "+"}${Math.abs(b.amount).toFixed(2)}<span class="sr">${b.amount < 0 ? " against" : " for"} this place</span></span>
    </li>`)}</ul>`}
    ${p.alternatives.length === 0 ? html`<p class="small quiet">No runner-up is kept for this place.</p>` : html`
      <p class="small quiet runners">It could also have been</p>
      <ol class="alternatives">${p.alternatives.map((a) => runnerUp(p, a, store))}</ol>`}
  </details>`;
}

function runnerUp(p: Place, a: Alternative, store: Store): TemplateResult {
  const point = { lon: a.lon, lat: a.lat, name: a.name, fromLon: p.lon, fromLat: p.lat };
  const away = formatDistance(distance(p.lon, p.lat, a.lon, a.lat));
  const show = (e: Event): void => {
    store.update({ pointed: point });
    e.currentTarget?.dispatchEvent(new CustomEvent("show-points", { detail: [p, a], bubbles: true, composed: true }));
  };
  return html`<li><button @click=${show} @mouseenter=${() => store.update({ pointed: point })} @mouseleave=${() => store.update({ pointed: null })}
      @focus=${() => store.update({ pointed: point })} @blur=${() => store.update({ pointed: null })}>
    <span><b>${a.name}</b> <span class="quiet">${placeLine(a)}</span></span>
    <span class="num quiet">${away} away</span><span class="num">${formatP(a.p)}</span>
  </button></li>`;
}

/** Copies and says so on the button for a moment. */
export async function copy(button: HTMLElement, text: string): Promise<void> {
  const before = button.textContent ?? "";
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Could not copy";
  }
  setTimeout(() => (button.textContent = before), 1600);
}
