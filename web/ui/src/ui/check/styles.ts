/** What the parts of the page /check share, beside ui/styles.ts. */
import { css } from "lit";

export const checkBase = css`
  .sign { width: 18px; height: 18px; flex: none; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
  .t-pass { --tone: var(--good); --tone-soft: var(--good-soft); }
  .t-fail { --tone: var(--bad); --tone-soft: var(--bad-soft); }
  .t-warn { --tone: var(--warn); --tone-soft: var(--warn-soft); }
  .t-skipped { --tone: var(--muted); --tone-soft: var(--sunken); }
  h2, .h2 { font: 650 18px/1.3 var(--serif); }
  h3 { font-size: 12.5px; font-weight: 600; color: var(--muted); }
  .error { color: var(--bad); font-size: 13px; font-weight: 550; }
  .link { border: 0; background: none; padding: 0 6px; min-height: 32px; color: var(--accent); text-decoration: underline; text-underline-offset: 2px; font-size: 13px; border-radius: 6px; }
  .serif { font-family: var(--serif); }
  @media (pointer: coarse) { .link { min-height: 44px; } }
  @media print {
    :host { color: #111; font-size: 8.5pt; line-height: 1.3; }
    .small { font-size: 8pt; }
    .noprint { display: none !important; }
  }
`;
