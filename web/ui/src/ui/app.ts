/** <sit-app>: the frame of the page. The map stays outside the shadow root, in the slot "map". */
import { css, html, type TemplateResult } from "lit";
import { StateElement } from "./element.ts";
import { base } from "./styles.ts";
import type { SitList } from "./list.ts";
import type { SitDetail } from "./detail.ts";
import type { MapView } from "../map/view.ts";
import type { State } from "../data/store.ts";

export class SitApp extends StateElement {
  static override styles = [base, css`
    :host { display: grid; position: fixed; inset: 0; grid-template: 56px minmax(0, 1fr) / 384px minmax(0, 1fr); background: var(--paper); }
    sit-header { grid-column: 1 / -1; z-index: 6; }
    main { display: flex; flex-direction: column; min-height: 0; background: var(--surface); border-right: 1px solid var(--line); }
    .map { position: relative; min-width: 0; min-height: 0; overflow: hidden; }
    .skip { position: absolute; left: 8px; top: -60px; z-index: 20; background: var(--accent); color: var(--accent-ink); padding: 12px 16px; border-radius: 8px; }
    .skip:focus { top: 6px; }
    @media (max-width: 1000px) { :host { grid-template-columns: 320px minmax(0, 1fr); } }
    @media (max-width: 760px) {
      :host { grid-template: 56px minmax(0, 42%) minmax(0, 1fr) / minmax(0, 1fr); }
      main, .map { grid-column: 1; }
      main { grid-row: 3; border-right: 0; border-top: 1px solid var(--line); overflow-y: auto; }
      .map { grid-row: 2; overflow: visible; }
      .map.open { grid-row: 2 / span 2; z-index: 4; overflow: hidden; }
    }
  `];

  /** the map, once it is made */
  view: MapView | undefined;

  protected override stateChanged(now: State, before: State): void {
    // the pager keeps the stack, and its buttons keep the focus
    if (now.stack !== before.stack && now.selected !== "") this.#detail()?.focusTitle();
  }

  override render(): TemplateResult {
    const open = this.state.selected !== "";
    return html`
      <a class="skip" href="#list" @click=${(e: Event) => { e.preventDefault(); this.#list()?.focusItem(""); }}>Go to the list of events</a>
      <sit-header .store=${this.store}></sit-header>
      <main aria-label="Events">
        <sit-filters .store=${this.store}></sit-filters>
        <sit-list .store=${this.store}></sit-list>
      </main>
      <div class="map ${open ? "open" : ""}">
        <section aria-label="Map" class="canvas"><slot name="map"></slot></section>
        <sit-show .store=${this.store}></sit-show>
        <sit-legend .store=${this.store}></sit-legend>
        <sit-detail .store=${this.store} @detail-closed=${(e: CustomEvent<string>) => this.#list()?.focusItem(e.detail)}></sit-detail>
      </div>`;
  }

  #list(): SitList | null {
    return this.renderRoot.querySelector<SitList>("sit-list");
  }

  #detail(): SitDetail | null {
    return this.renderRoot.querySelector<SitDetail>("sit-detail");
  }
}
