/** What every panel shares. The colours are tokens of page.css and come through shadow roots by inheritance. */
import { css } from "lit";

export const base = css`
  :host, *, *::before, *::after { box-sizing: border-box; }
  :host { color: var(--ink); font: 14px/1.45 var(--sans); }
  h1, h2, h3, p, ol, ul, dl, dd, figure, blockquote { margin: 0; padding: 0; }
  ol, ul { list-style: none; }
  button, input { font: inherit; color: inherit; }
  button { cursor: pointer; }
  a { color: var(--accent); }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  .quiet { color: var(--muted); }
  .small { font-size: 12.5px; }
  .num { font-variant-numeric: tabular-nums; }
  .sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .mark { width: 22px; height: 22px; flex: none; display: block; }
  .mark .shape { stroke-width: 2.2; stroke-linejoin: round; }
  .k-battle { --k: var(--battle); } .k-remote { --k: var(--remote); } .k-civilians { --k: var(--civilians); }
  .k-territory { --k: var(--territory); } .k-protest { --k: var(--protest); } .k-other { --k: var(--other); }
  .icon-button {
    display: inline-grid; place-items: center; min-width: 44px; min-height: 44px; padding: 0;
    border: 1px solid transparent; border-radius: 10px; background: none;
  }
  .icon-button:hover { background: var(--sunken); }
  .icon-button[aria-pressed="true"] { background: var(--accent-soft); color: var(--accent); }
  .icon-button svg { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
  .button {
    min-height: 44px; padding: 0 14px; border: 1px solid var(--line-strong); border-radius: 10px; background: var(--surface); font-weight: 550;
  }
  .button:hover { border-color: var(--accent); color: var(--accent); }
  .pill {
    display: inline-flex; align-items: center; gap: 5px; padding: 1px 8px; border-radius: 99px; font-size: 12px; font-weight: 550;
    background: var(--sunken); color: var(--muted); white-space: nowrap;
  }
  .pill.verified { background: var(--good-soft); color: var(--good); }
  .pill.unverified { background: var(--warn-soft); color: var(--warn); }
  .pill.disputed { background: var(--bad-soft); color: var(--bad); }
  @media (forced-colors: active) {
    .pill, .button { border: 1px solid; }
    .mark { forced-color-adjust: none; }
  }
`;
