/** The mark of an event in the panels: the same shapes and fillings as on the map. */
import { html, svg, type TemplateResult } from "lit";
import { kindOf, shapePath, statusOf, statusShort } from "../model/kinds.ts";

export function eventMark(type: string, verification: string): TemplateResult {
  const kind = kindOf(type), status = statusOf(verification);
  const path = shapePath(kind.shape);
  const hollow = status === "unverified" || status === "disputed";
  return html`<svg class="mark k-${kind.key}" viewBox="0 0 24 24" aria-hidden="true">
    <path class="shape" d=${path} fill=${hollow ? "var(--surface)" : "var(--k)"} stroke="var(--k)"></path>
    ${status === "unverified" ? svg`<path d=${path} fill="var(--k)" opacity="0.22"></path>` : ""}
    ${status === "disputed" ? svg`<path d=${path} fill="var(--k)" clip-path="inset(0 50% 0 0)"></path>` : ""}
    ${status === "verified" ? svg`<path d="M8 12.6 10.8 15.4 16.2 9.6" fill="none" stroke="var(--surface)" stroke-width="2.2"></path>` : ""}
  </svg>`;
}

/** A pill with a sign and a word; never colour alone. */
export function statusPill(verification: string): TemplateResult {
  const status = statusOf(verification);
  const sign = status === "verified" ? "✓" : status === "unverified" ? "?" : status === "disputed" ? "!" : "–";
  return html`<span class="pill ${status}"><span aria-hidden="true">${sign}</span>${statusShort(status)}</span>`;
}

const ICONS = {
  close: "M6 6 18 18M18 6 6 18",
  link: "M10 14a4 4 0 0 0 6 .4l2.6-2.6a4 4 0 0 0-5.7-5.7L11.5 7.5M14 10a4 4 0 0 0-6-.4l-2.6 2.6a4 4 0 0 0 5.7 5.7l1.4-1.4",
  sun: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM12 2v2M12 20v2M2 12h2M20 12h2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z",
  prev: "M14.5 6 8.5 12l6 6",
  next: "M9.5 6l6 6-6 6",
  region: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z",
  filter: "M4 6h16M7 12h10M10 18h4",
  search: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM15.5 15.5 20 20",
  check: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM8 12.4l2.8 2.8 5.2-6",
  all: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
} as const;

export function icon(name: keyof typeof ICONS): TemplateResult {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${ICONS[name]} stroke-dasharray=${name === "region" ? "3.4 2.6" : "none"}></path></svg>`;
}
