/** Styles of <sit-detail>. */
import { css } from "lit";

export const detailStyles = css`
  :host { display: contents; }
  aside {
    position: absolute; inset: 12px 12px 12px auto; width: min(420px, 100% - 24px); display: flex; flex-direction: column;
    background: var(--surface); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); overflow: hidden; z-index: 5;
  }
  header { display: flex; gap: 12px; align-items: flex-start; padding: 12px 8px 12px 18px; border-bottom: 1px solid var(--line); }
  header .mark { margin-top: 4px; width: 26px; height: 26px; }
  .title { flex: 1; min-width: 0; }
  .title p { color: var(--muted); }
  h2 { font: 650 19px/1.3 var(--serif); overflow-wrap: anywhere; flex: 1; }
  h2:focus { outline: none; }
  h3 { font-size: 12px; font-weight: 600; color: var(--muted); margin-bottom: 8px; }
  h4 { margin: 0; font-size: 15.5px; font-weight: 650; overflow-wrap: anywhere; }
  .pager { display: flex; align-items: center; justify-content: space-between; padding: 0 6px; border-bottom: 1px solid var(--line); background: var(--accent-soft); font-size: 13px; }
  .scroll { overflow-y: auto; padding: 16px 18px 18px; display: grid; gap: 18px; scrollbar-width: thin; overscroll-behavior: contain; align-content: start; grid-template-columns: minmax(0, 1fr); }
  .scroll:focus-visible { outline-offset: -3px; }
  figure { display: grid; gap: 10px; }
  blockquote { font: 16px/1.55 var(--serif); overflow-wrap: anywhere; padding-left: 14px; border-left: 3px solid var(--line); white-space: pre-line; }
  .around { color: var(--muted); }
  mark { background: var(--mark); color: var(--mark-ink); padding: 1px 0; border-radius: 2px; box-shadow: 2px 0 0 var(--mark), -2px 0 0 var(--mark); box-decoration-break: clone; -webkit-box-decoration-break: clone; }
  figcaption { font-size: 13px; overflow-wrap: anywhere; }
  figcaption .num { color: var(--muted); }
  .outlet { font-weight: 620; }
  cite { font-style: normal; }
  dl { display: grid; grid-template-columns: 92px minmax(0, 1fr); gap: 8px 12px; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); padding: 14px 0; }
  dt { color: var(--muted); font-size: 13px; padding-top: 1px; }
  dd { overflow-wrap: anywhere; }
  dd ul { display: grid; gap: 4px; }
  .words { font-family: var(--serif); color: var(--muted); }
  .caution { color: var(--warn); font-size: 13px; }
  .place { border: 1px solid var(--line); border-radius: 10px; padding: 11px 13px; display: grid; gap: 4px; background: var(--raised); }
  .place + .place { margin-top: 8px; }
  .row { display: flex; justify-content: space-between; gap: 10px; align-items: baseline; }
  .coords { justify-content: flex-start; align-items: center; }
  .p { font-weight: 650; color: var(--accent); }
  .link { border: 0; background: none; color: var(--accent); text-decoration: underline; padding: 0 6px; min-height: 28px; font-size: 13px; }
  details { border-top: 1px solid var(--line); margin-top: 6px; padding-top: 2px; }
  summary { cursor: pointer; min-height: 32px; display: flex; align-items: center; color: var(--accent); font-weight: 550; font-size: 13px; }
  .bars { display: grid; gap: 4px; }
  .bars li { display: grid; grid-template-columns: minmax(0, 11fr) minmax(0, 8fr) 48px; gap: 8px; align-items: center; font-size: 13px; }
  .bars .label { overflow-wrap: anywhere; line-height: 1.3; }
  .bars svg { width: 100%; height: 8px; border-radius: 4px; display: block; }
  .bars .amount { text-align: right; color: var(--muted); font-size: 12.5px; }
  .track { fill: var(--sunken); } .for { fill: var(--accent); } .against { fill: var(--bad); }
  .runners { margin-top: 10px; }
  .alternatives button {
    display: grid; grid-template-columns: minmax(0, 1fr) auto 44px; gap: 10px; width: 100%; text-align: left; border: 0; background: none; padding: 6px; margin: 0 -6px;
    width: calc(100% + 12px); border-radius: 8px; min-height: 36px; align-items: center; font-size: 13px;
  }
  .alternatives button:hover { background: var(--sunken); }
  .alternatives button > :last-child { text-align: right; }
  footer { display: grid; gap: 2px; }
  .icon-button { flex: none; margin-top: -4px; }
  .pager .icon-button { margin: 0; }
  @media (pointer: coarse) { .link, summary, .alternatives button { min-height: 44px; } }
  @media (max-width: 760px) {
    aside { inset: auto 0 0 0; width: 100%; height: 62%; border-radius: 16px 16px 0 0; border-width: 1px 0 0; }
  }
  @media (prefers-reduced-motion: no-preference) {
    aside { animation: in 160ms ease-out; }
    @keyframes in { from { transform: translateY(8px); } }
  }
  @media (forced-colors: active) { mark { background: Mark; color: MarkText; } .for { fill: Highlight; } .against { fill: CanvasText; } }
`;
