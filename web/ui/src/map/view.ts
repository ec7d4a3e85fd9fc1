/** The map itself: MapLibre, its controls, and the ways between it and the state. */
import { AttributionControl, type GeoJSONSource, Map as GLMap, NavigationControl, ScaleControl, setWorkerUrl, type VectorTileSource } from "maplibre-gl";
import { type Basemap, buildStyle, townFilter } from "./style.ts";
import { drawIcon } from "./icons.ts";
import { focusFeatures, spotFeatures } from "./focus.ts";
import { watchPointer } from "./pointer.ts";
import { foldCredit } from "./credit.ts";
import { Outline } from "./outline.ts";
import { MAX_ZOOM } from "./overlay.ts";
import { Seen } from "./seen.ts";
import { TILE_LAYERS, tileURLs } from "../data/api.ts";
import { findEvent, type State, type Store } from "../data/store.ts";
import { type Touched, TouchedTiles } from "../data/touched.ts";
import { extent } from "../model/geo.ts";
import type { Bounds, Place } from "../model/types.ts";

export interface MapOptions {
  container: HTMLElement;
  store: Store;
  basemap: Basemap;
  /** address of MapLibre's worker script on this server */
  workerURL: string;
  /** pixels of the map that panels cover, asked before each camera move */
  padding: () => { top: number; right: number; bottom: number; left: number };
}

/** How long changes are gathered before tiles are asked for anew, milliseconds. */
const TOUCH_PAUSE = 300;

export class MapView {
  readonly map: GLMap;
  readonly #o: MapOptions;
  #fitted = location.hash !== "";
  readonly #seen: Seen;
  #urls: ReturnType<typeof tileURLs>;
  readonly #outline = new Outline((regions) => void this.map.getSource<GeoJSONSource>("outline")?.setData(regions));
  readonly #touched = new TouchedTiles();
  #touchTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(o: MapOptions) {
    this.#o = o;
    this.#seen = new Seen(o.store);
    setWorkerUrl(o.workerURL);
    const s = o.store.state;
    this.#urls = tileURLs(s.filters);
    this.map = new GLMap({
      container: o.container,
      style: this.#style(s),
      hash: true,
      center: [25, 25],
      zoom: 1.5,
      minZoom: 0.5,
      maxZoom: MAX_ZOOM,
      dragRotate: false,
      pitchWithRotate: false,
      attributionControl: false,
      fadeDuration: reducedMotion() ? 0 : 150,
      locale: { "Map.Title": "Map of events; the list beside it holds the same events" },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.setMissingStyleImageResolver((id) => this.#addIcon(id));
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-left");
    this.map.addControl(new ScaleControl({ maxWidth: 110, unit: "metric" }), "bottom-left");
    this.map.addControl(new AttributionControl({ compact: matchMedia("(max-width: 760px)").matches }), "bottom-left");
    foldCredit(this.map);
    this.map.on("load", () => this.#refreshFocus());
    this.map.on("moveend", () => {
      this.#publishView();
      this.#refreshTouched();
    });
    this.map.on("idle", () => this.#seen.measureHeat(this.map));
    watchPointer(this.map, o.store);
    o.store.subscribe((now, before) => this.#onChange(now, before));
    this.#publishView();
    this.#firstFit(s);
  }

  /** The first events decide what is in view, unless the address does. */
  #firstFit(s: State): void {
    if (this.#fitted || s.matched === null) return;
    const chosen = findEvent(s, s.selected)?.places ?? [];
    if (chosen.length > 0) this.#fit(chosen, 11, false);
    else if (s.events.some((e) => e.places.length > 0)) this.fitAll();
  }

  #addIcon(id: string): void {
    const image = drawIcon(id);
    if (image && !this.map.hasImage(id)) this.map.addImage(id, image, { pixelRatio: 2 });
  }

  #style(s: State): ReturnType<typeof buildStyle> {
    return buildStyle({ theme: s.theme, basemap: this.#o.basemap, tiles: this.#urls, most: s.heatMost, strength: this.#seen.strength, looks: this.#seen.looks() });
  }

  #onChange(now: State, before: State): void {
    if (now.theme !== before.theme) {
      this.map.setStyle(this.#style(now), { diff: true });
      this.map.once("styledata", () => {
        this.#outline.redraw();
        this.#refreshFocus();
      });
    }
    const reloaded = now.events !== before.events;
    if (reloaded || now.filters !== before.filters) this.#refreshSources(now, reloaded);
    if (reloaded) this.#firstFit(now);
    const chosen = findEvent(now, now.selected);
    if (chosen && chosen !== findEvent(before, before.selected)) requestAnimationFrame(() => this.show(chosen.places, false));
    this.#seen.change(this.map, now, before);
    if (now.selected !== before.selected || now.hovered !== before.hovered || now.pointed !== before.pointed || now.extra !== before.extra || reloaded) this.#refreshFocus();
  }

  #refreshSources(now: State, reloaded: boolean): void {
    const urls = tileURLs(now.filters);
    const again = reloaded && now.complete; // otherwise the list is loaded anew at each move; changes are told by touch
    for (const layer of TILE_LAYERS) {
      if (again || urls[layer] !== this.#urls[layer]) this.map.getSource<VectorTileSource>(layer)?.setTiles([urls[layer]]);
    }
    if (again || urls.events !== this.#urls.events) this.#touched.clear();
    this.#urls = urls;
    if (again) this.#outline.reset();
  }

  #refreshFocus(): void {
    const s = this.#o.store.state;
    const focus = this.map.getSource<GeoJSONSource>("focus");
    const spots = this.map.getSource<GeoJSONSource>("spots");
    if (!focus || !spots) return;
    void focus.setData(focusFeatures(s, (id) => findEvent(s, id)));
    void spots.setData(spotFeatures(s.events));
    this.#outline.set(findEvent(s, s.selected || s.hovered));
    const named = (findEvent(s, s.selected)?.places ?? []).map((p) => p.name);
    if (this.map.getLayer("place-labels")) this.map.setFilter("place-labels", townFilter(named));
  }

  /** Notes tiles that have changed on the server; they are asked for anew once one is in view, unchanged ones cost a 304. */
  touch(touched: Touched): void {
    this.#touched.add(touched);
    this.#touchTimer ??= setTimeout(() => {
      this.#touchTimer = undefined;
      this.#refreshTouched();
    }, TOUCH_PAUSE);
  }

  #refreshTouched(): void {
    const view = this.#o.store.state.view;
    if (view === null || !this.map.getSource("events") || !this.#touched.take(view)) return;
    for (const layer of TILE_LAYERS) this.map.refreshTiles(layer); // those that are not shown only forget theirs
    this.#outline.reset();
    this.#refreshFocus();
  }

  #publishView(): void {
    const b = this.map.getBounds();
    const view: Bounds = { west: b.getWest(), south: b.getSouth(), east: b.getEast(), north: b.getNorth() };
    this.#o.store.update({ view });
  }

  /** Moves so that all loaded events are in view. */
  fitAll(): void {
    this.#fitted = true;
    this.#fit(this.#o.store.state.events.flatMap((e) => e.places), 10, false);
  }

  /**
   * Brings an event's places into the part of the map that no panel covers; does nothing when they are there already.
   * With closer the map also zooms in to where villages can be told apart; otherwise it never zooms in.
   */
  show(places: readonly Place[], closer: boolean): void {
    if (places.length === 0) return;
    this.map.resize(); // a panel that opens may change the map's size
    const pad = this.#o.padding();
    const { clientWidth: w, clientHeight: h } = this.map.getContainer();
    const seen = places.every((p) => {
      const at = this.map.project([p.lon, p.lat]);
      return at.x > pad.left + 20 && at.x < w - pad.right - 20 && at.y > pad.top + 20 && at.y < h - pad.bottom - 20;
    });
    if (!seen || (closer && this.map.getZoom() < 9)) this.#fit(places, closer ? 11 : this.map.getZoom(), true);
  }

  /** Brings points (a place and its runner-up) into view together. */
  showPoints(points: readonly { lon: number; lat: number }[]): void {
    this.#fit(points.map((p) => ({ ...p, radius: 2000 }) as Place), 11, true);
  }

  #fit(places: readonly Place[], maxZoom: number, animate: boolean): void {
    const b = extent(places);
    if (!b) return;
    this.#fitted = true;
    const pad = this.#o.padding();
    const padding = { top: pad.top + 88, right: pad.right + 48, bottom: pad.bottom + 56, left: pad.left + 60 }; // clear of the controls
    const duration = animate && !reducedMotion() ? 700 : 0;
    this.map.fitBounds([[b.west, b.south], [b.east, b.north]], { padding, maxZoom, duration, linear: true });
  }
}

export const reducedMotion = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;
