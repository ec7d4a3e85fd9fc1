/** The report's words with their surroundings; the evidence is marked. Everything is a text node, never markup. */
import { html, nothing, type TemplateResult } from "lit";
import { formatPublished } from "../model/dates.ts";
import { cutAfter, cutBefore, gap } from "../model/quotes.ts";
import type { Quote, Source } from "../model/types.ts";

export function quoteBlock(quotes: readonly Quote[], source: Source): TemplateResult {
  return html`<figure>
    ${quotes.map((q) => html`<blockquote>${q.before === "" ? nothing : html`<span class="around">${cutBefore(q) ? "… " : ""}${q.before}${gap(q.before, q.quote)}</span>`}<mark>${q.quote}</mark>${q.after === "" ? nothing : html`<span class="around">${gap(q.quote, q.after)}${q.after}${cutAfter(q) ? " …" : ""}</span>`}</blockquote>`)}
    <figcaption>${sourceLine(source)}</figcaption>
  </figure>`;
}

function sourceLine(s: Source): TemplateResult {
  const title = s.title || (s.url === "" ? "" : s.url);
  return html`<span class="outlet">${s.outlet || "Outlet unknown"}</span>${title === "" ? nothing : html`,
    ${s.url === "" ? html`<cite>${title}</cite>` : html`<a href=${s.url} target="_blank" rel="noopener noreferrer"><cite>${title}</cite><span class="sr"> (opens another site)</span></a>`}`}<br>
    <span class="num">${s.published === "" ? "publication date unknown" : `published ${formatPublished(s.published)}`}</span>`;
}
