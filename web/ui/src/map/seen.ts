/** Puts on the map how its layers are seen, whenever the reader's choice or what is in view asks for another look. */
import type { Map as GLMap } from "maplibre-gl";
import { heatIntensity } from "./aggregates.ts";
import { crowd, type Look, looks } from "./looks.ts";
import { fillOpacity, lineOpacity, regionStrength } from "./regions.ts";
import type { State, Store } from "../data/store.ts";

export class Seen {
  readonly #store: Store;
  /** how strongly regions are drawn, 0 for not at all */
  strength = 1;

  constructor(store: Store) {
    this.#store = store;
  }

  looks(): Map<string, Look> {
    return looks(this.#store.state, this.strength);
  }

  /** Follows a change of the state. */
  change(map: GLMap, now: State, before: State): void {
    const strength = now.events !== before.events || now.view !== before.view ? regionStrength(crowd(now)) : this.strength;
    if (strength === this.strength && now.showRegions === before.showRegions && now.show === before.show) return;
    this.strength = strength;
    for (const [id, look] of this.looks()) {
      if (!map.getLayer(id)) continue;
      map.setLayoutProperty(id, "visibility", look.visible ? "visible" : "none");
      map.setLayerZoomRange(id, look.minzoom, 24);
    }
    if (strength === 0 || !map.getLayer("regions-fill")) return;
    map.setPaintProperty("regions-fill", "fill-opacity", fillOpacity(now.theme, strength));
    map.setPaintProperty("regions-line", "line-opacity", lineOpacity(strength));
  }

  /** The fullest cell of the tiles at hand decides how deep the heat map's colours go. */
  measureHeat(map: GLMap): void {
    if (this.#store.state.show !== "heat" || !map.getSource("heat")) return;
    const cells = map.querySourceFeatures("heat", { sourceLayer: "heat" });
    const heatMost = cells.reduce((most, c) => Math.max(most, Number(c.properties.count) || 0), 0);
    if (heatMost === this.#store.state.heatMost) return;
    this.#store.update({ heatMost });
    map.setPaintProperty("heat", "heatmap-intensity", heatIntensity(heatMost));
  }
}
