/** The base of the page's elements: it redraws when the state changes. */
import { LitElement, type PropertyDeclarations } from "lit";
import type { State, Store } from "../data/store.ts";

export class StateElement<S extends object = State> extends LitElement {
  static override properties: PropertyDeclarations = { store: { attribute: false } };
  declare store: Store<S>;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = this.store.subscribe((now, before) => {
      this.requestUpdate(); // first, so that stateChanged may wait for updateComplete
      this.stateChanged(now, before);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  /** For work besides drawing. */
  protected stateChanged(_now: S, _before: S): void {}

  get state(): S {
    return this.store.state;
  }
}
