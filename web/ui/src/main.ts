/** Starts the page: state from the address, elements, map, data, live updates. */
import { SitApp } from "./ui/app.ts";
import { SitDetail } from "./ui/detail.ts";
import { SitFilters } from "./ui/filters.ts";
import { SitHeader } from "./ui/header.ts";
import { SitHistogram } from "./ui/histogram.ts";
import { SitLegend } from "./ui/legend.ts";
import { SitList } from "./ui/list.ts";
import { SitShow } from "./ui/show.ts";
import { fetchBasemap } from "./data/api.ts";
import { Loader } from "./data/loader.ts";
import { addChange, openStream } from "./data/stream.ts";
import { findEvent, initialState, Store } from "./data/store.ts";
import { saveTheme, savedTheme, systemDark, systemTheme } from "./data/theme.ts";
import { filtersFromQuery, pageQuery } from "./model/filters.ts";
import { showFromQuery } from "./model/show.ts";
import { MapView } from "./map/view.ts";
import type { Place } from "./model/types.ts";

/** Pixels of the map that the open event covers. */
function padding(store: Store): { top: number; right: number; bottom: number; left: number } {
  const open = store.state.selected !== "";
  const phone = matchMedia("(max-width: 760px)").matches;
  const height = innerHeight - 56;
  return { top: 0, left: 0, right: open && !phone ? 440 : 0, bottom: open && phone ? Math.round(height * 0.62) : 0 };
}

async function start(): Promise<void> {
  const container = document.getElementById("map");
  const worker = document.querySelector<HTMLMetaElement>('meta[name="sitmap-worker"]')?.content;
  if (!container || !worker) throw new Error("The page is incomplete: #map or the worker's address is missing.");

  const store = new Store(initialState(location.search, savedTheme() || systemTheme()));
  document.documentElement.dataset.theme = store.state.theme;
  for (const [name, element] of Object.entries({
    "sit-header": SitHeader, "sit-histogram": SitHistogram, "sit-filters": SitFilters, "sit-list": SitList, "sit-legend": SitLegend, "sit-show": SitShow, "sit-detail": SitDetail, "sit-app": SitApp,
  })) customElements.define(name, element);
  const app = new SitApp();
  app.store = store;
  document.body.prepend(app);
  app.append(container);

  const loader = new Loader(store);
  void loader.load();
  const basemap = await fetchBasemap(new AbortController().signal);
  const view = new MapView({ container, store, basemap, workerURL: new URL(worker, location.href).href, padding: () => padding(store) });

  app.view = view; // for pages that embed the map, and for tests
  store.subscribe((now, before) => {
    if (now.theme !== before.theme) saveTheme(now.theme);
    if (now.filters !== before.filters || now.selected !== before.selected || now.show !== before.show) {
      history.replaceState(history.state, "", location.pathname + pageQuery(now.filters, now.selected, now.show) + location.hash);
    }
  });
  systemDark().addEventListener("change", () => store.update({ theme: savedTheme() || systemTheme() }));
  addEventListener("popstate", () => store.update({ filters: filtersFromQuery(location.search), show: showFromQuery(location.search) }));
  app.addEventListener("reload", () => void loader.load());
  app.addEventListener("fit-all", () => view.fitAll());
  app.addEventListener("show-event", (e) => {
    const event = findEvent(store.state, (e as CustomEvent<string>).detail);
    if (event) requestAnimationFrame(() => view.show(event.places, true)); // after the panel is drawn
  });
  app.addEventListener("show-points", (e) => view.showPoints((e as CustomEvent<Place[]>).detail));
  openStream({
    onChange: (change) => store.update({ fresh: addChange(store.state.fresh, change) }),
    onTiles: (touched) => view.touch(touched),
    onState: (connected) => store.update({ offline: !connected }),
  });
}

void start();
