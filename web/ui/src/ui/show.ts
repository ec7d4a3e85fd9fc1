/** <sit-show>: how the map shows events, one of three. Arrow keys move between them, as in any group of radio buttons. */
import { css, html, type TemplateResult } from "lit";
import { StateElement } from "./element.ts";
import { base } from "./styles.ts";
import { SHOWS } from "../model/show.ts";

export class SitShow extends StateElement {
  static override styles = [base, css`
    :host { position: absolute; left: 66px; top: 10px; z-index: 2; display: block; }
    fieldset { display: flex; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); overflow: hidden; }
    label { position: relative; display: grid; place-items: center; min-height: 44px; min-width: 44px; padding: 0 12px; font-size: 13px; font-weight: 550; cursor: pointer; }
    label + label { border-left: 1px solid var(--line); }
    input { position: absolute; inset: 0; margin: 0; opacity: 0; cursor: pointer; }
    label:hover { background: var(--sunken); }
    label:has(:checked) { background: var(--accent-soft); color: var(--accent); }
    label:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: -3px; border-radius: 9px; }
    @media (max-width: 760px) { label { padding: 0 9px; } }
    @media (forced-colors: active) { label:has(:checked) { background: Highlight; color: HighlightText; forced-color-adjust: none; } }
  `];

  override render(): TemplateResult {
    return html`<fieldset>
      <legend class="sr">Show events as</legend>
      ${SHOWS.map(({ value, label }) => html`<label>
        <input type="radio" name="show" value=${value} .checked=${this.state.show === value} @change=${() => this.store.update({ show: value })}>${label}
      </label>`)}
    </fieldset>`;
  }
}
