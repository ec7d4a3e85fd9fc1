/** The credit of the map's data: on small maps it begins folded to its "i", which opens it. */
import type { Map as GLMap } from "maplibre-gl";

/** Folds the compact credit each time it becomes compact; MapLibre itself does so at the first drag only. */
export function foldCredit(map: GLMap): void {
  let folded = false;
  const fold = (): void => {
    const credit = map.getContainer().querySelector(".maplibregl-ctrl-attrib");
    const compact = credit?.classList.contains("maplibregl-compact") ?? false;
    if (credit && compact && !folded) {
      credit.classList.remove("maplibregl-compact-show");
      credit.removeAttribute("open");
    }
    folded = compact;
  };
  for (const event of ["styledata", "sourcedata", "resize"] as const) map.on(event, fold);
}
