/** The map itself: MapLibre, its controls, and the ways between it and the state. */
import { AttributionControl, type GeoJSONSource, Map as GLMap, NavigationControl, ScaleControl, setWorkerUrl, type VectorTileSource } from "maplibre-gl";
import { type Basemap, buildStyle, townFilter } from "./style.ts";
import { drawIcon } from "./icons.ts";
import { focusFeatures, spotFeatures } from "./focus.ts";
import { watchPointer } from "./pointer.ts";
import { regionsURL, tilesURL } from "../data/api.ts";
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
  #urls = { tiles: "", regions: "" };
  readonly #touched = new TouchedTiles();
  #touchTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(o: MapOptions) {
    this.#o = o;
    setWorkerUrl(o.workerURL);
    const s = o.store.state;
    this.#urls = this.#addresses(s);
    this.map = new GLMap({
      container: o.container,
      style: this.#style(s),
      hash: true,
      center: [25, 25],
      zoom: 1.5,
      minZoom: 0.5,
      maxZoom: 17,
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
    this.map.on("load", () => this.#refreshFocus());
    this.map.on("moveend", () => {
      this.#publishView();
      this.#refreshTouched();
    });
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
    return buildStyle({ theme: s.theme, basemap: this.#o.basemap, ...this.#urls });
  }

  #addresses(s: State): { tiles: string; regions: string } {
    const all = s.complete || s.matched === null;
    return { tiles: tilesURL(s.filters), regions: new URL(regionsURL(s.filters, all ? null : s.view), location.origin).href };
  }

  #onChange(now: State, before: State): void {
    if (now.theme !== before.theme) {
      this.map.setStyle(this.#style(now), { diff: true });
      this.map.once("styledata", () => this.#refreshFocus());
    }
    const reloaded = now.events !== before.events;
    if (reloaded || now.filters !== before.filters) this.#refreshSources(now, reloaded);
    if (reloaded) this.#firstFit(now);
    const chosen = findEvent(now, now.selected);
    if (chosen && chosen !== findEvent(before, before.selected)) requestAnimationFrame(() => this.show(chosen.places, false));
    if (now.showRegions !== before.showRegions) this.#showRegions(now.showRegions);
    if (now.selected !== before.selected || now.hovered !== before.hovered || now.pointed !== before.pointed || reloaded) this.#refreshFocus();
  }

  #refreshSources(now: State, reloaded: boolean): void {
    const urls = this.#addresses(now);
    const tiles = this.map.getSource<VectorTileSource>("events");
    const regions = this.map.getSource<GeoJSONSource>("regions");
    if (tiles && (reloaded || urls.tiles !== this.#urls.tiles)) {
      tiles.setTiles([urls.tiles]);
      this.#touched.clear();
    }
    if (regions && (reloaded || urls.regions !== this.#urls.regions)) void regions.setData(urls.regions);
    this.#urls = urls;
  }

  #showRegions(on: boolean): void {
    for (const id of ["regions-fill", "regions-line", "regions-selected"]) {
      if (this.map.getLayer(id)) this.map.setLayoutProperty(id, "visibility", on ? "visible" : "none");
    }
  }

  #refreshFocus(): void {
    const s = this.#o.store.state;
    const focus = this.map.getSource<GeoJSONSource>("focus");
    const spots = this.map.getSource<GeoJSONSource>("spots");
    if (!focus || !spots) return;
    void focus.setData(focusFeatures(s, (id) => findEvent(s, id)));
    void spots.setData(spotFeatures(s.events));
    const chosen = s.selected || s.hovered;
    if (this.map.getLayer("regions-selected")) this.map.setFilter("regions-selected", ["==", ["get", "event"], chosen]);
    const named = (findEvent(s, s.selected)?.places ?? []).map((p) => p.name);
    if (this.map.getLayer("place-labels")) this.map.setFilter("place-labels", townFilter(named));
    this.#showRegions(s.showRegions);
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
    if (view !== null && this.map.getSource("events") && this.#touched.take(view)) this.map.refreshTiles("events");
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
    const padding = { top: pad.top + 48, right: pad.right + 48, bottom: pad.bottom + 56, left: pad.left + 48 };
    const duration = animate && !reducedMotion() ? 700 : 0;
    this.map.fitBounds([[b.west, b.south], [b.east, b.north]], { padding, maxZoom, duration, linear: true });
  }
}

export const reducedMotion = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;
