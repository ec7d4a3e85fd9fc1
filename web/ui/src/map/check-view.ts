/** The map of evidence: shows the answer, marks what is pointed at, and tells what the pointer is on. */
import { AttributionControl, type GeoJSONSource, type LngLatBoundsLike, Map as GLMap, type MapMouseEvent, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import type { Feature } from "geojson";
import { ALTERNATIVE_LAYER, activeFilter, activePoints, buildCheckStyle, CHECK_LAYERS } from "./check-style.ts";
import { reducedMotion } from "./view.ts";
import type { Basemap } from "./style.ts";
import type { CheckState, CheckStore } from "../data/claim-store.ts";
import { boxOf, type Box, join, sizeOf } from "../model/claim-box.ts";
import { evidenceFeatures } from "../model/claim-geojson.ts";

export interface CheckViewOptions {
  container: HTMLElement;
  store: CheckStore;
  basemap: Basemap;
  /** address of MapLibre's worker script on this server */
  workerURL: string;
}

/** Degrees: shapes that are wider, as countries, do not decide what is in view at first; those that speak against the claim may be wider. */
const WIDE = { against: 6, otherwise: 1.2 };

export class CheckView {
  readonly map: GLMap;
  readonly #o: CheckViewOptions;
  #features: Feature[] = [];

  constructor(o: CheckViewOptions) {
    this.#o = o;
    setWorkerUrl(o.workerURL);
    this.map = new GLMap({
      container: o.container, style: buildCheckStyle(o.store.state.theme, o.basemap), center: [25, 25], zoom: 1.2, minZoom: 0.5, maxZoom: 17,
      dragRotate: false, pitchWithRotate: false, attributionControl: false, fadeDuration: reducedMotion() ? 0 : 150,
      canvasContextAttributes: { preserveDrawingBuffer: true }, // for the picture on paper
      locale: { "Map.Title": "Map of the evidence; the rows beside it say the same in words" },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-left");
    this.map.addControl(new ScaleControl({ maxWidth: 110, unit: "metric" }), "bottom-left");
    this.map.addControl(new AttributionControl({ compact: matchMedia("(max-width: 760px)").matches }), "bottom-left");
    this.map.on("style.load", () => this.#draw());
    this.map.once("load", () => this.fit());
    this.map.on("mousemove", (e) => this.#hover(e));
    this.map.on("mouseout", () => o.store.update({ active: -1 }));
    this.map.on("click", (e) => this.#click(e));
    o.store.subscribe((now, before) => this.#onChange(now, before));
  }

  #onChange(now: CheckState, before: CheckState): void {
    if (now.theme !== before.theme) this.map.setStyle(buildCheckStyle(now.theme, this.#o.basemap), { diff: false });
    if (now.answer !== before.answer) {
      this.#draw();
      requestAnimationFrame(() => this.fit()); // after the page has given the map its place
    } else if (now.active !== before.active || now.shown !== before.shown) this.#mark();
    if (now.shown !== before.shown && now.shown >= 0) this.#show(this.#features.filter((f) => f.properties?.role === "claimed" || f.properties?.alternative === now.shown));
  }

  #draw(): void {
    const { answer, asked } = this.#o.store.state;
    this.#features = answer && asked ? evidenceFeatures(asked, answer) : [];
    const source = this.map.getSource<GeoJSONSource>("evidence");
    if (!source) return; // style.load comes back here
    void source.setData({ type: "FeatureCollection", features: this.#features });
    this.#mark();
  }

  #mark(): void {
    const { active, shown, answer } = this.#o.store.state;
    if (!this.map.getLayer("check-fill-active")) return;
    this.map.setFilter("check-fill-active", activeFilter(active, true));
    this.map.setFilter("check-line-active", activeFilter(active, false));
    this.map.setFilter("check-points-active", activePoints(active));
    const to = answer?.alternatives[shown];
    const way: Feature[] = to && answer.lat !== null && answer.lon !== null
      ? [{ type: "Feature", geometry: { type: "LineString", coordinates: [[answer.lon, answer.lat], [to.lon, to.lat]] }, properties: { role: "way" } }] : [];
    void this.map.getSource<GeoJSONSource>("pointed")?.setData({ type: "FeatureCollection", features: way });
  }

  /** Everything that matters in view: the point, the alternatives, and what the checks drew unless it is as wide as a country. */
  fit(): void {
    this.map.resize();
    const narrow = this.#features.filter((f) => f.properties?.role !== "check" || sizeOf(boxOf(f.geometry)) < (f.properties.result === "fail" ? WIDE.against : WIDE.otherwise));
    this.#fit(narrow.length > 0 ? narrow : this.#features, false);
  }

  /** Moves to a check's shape and the point; does nothing for a check without one. */
  showCheck(check: number): void {
    const shape = this.#features.filter((f) => f.properties?.role === "check" && f.properties.check === check);
    if (shape.length > 0) this.#show([...shape, ...this.#features.filter((f) => f.properties?.role === "claimed")]);
  }

  #show(features: readonly Feature[]): void {
    this.#fit(features, true);
  }

  #fit(features: readonly Feature[], animate: boolean): void {
    const box = features.map((f) => boxOf(f.geometry)).reduce<Box | null>(join, null);
    const { clientWidth: w, clientHeight: h } = this.map.getContainer();
    if (!box || w === 0) return;
    const pad = Math.min(70, w / 6, h / 5);
    const bounds: LngLatBoundsLike = [[box[0], Math.max(-85, box[1])], [box[2], Math.min(85, box[3])]];
    this.map.fitBounds(bounds, { padding: pad, maxZoom: 12.5, duration: animate && !reducedMotion() ? 600 : 0, linear: true });
  }

  /** The check under the pointer; of several the smallest, which could not be pointed at otherwise. */
  #at(e: MapMouseEvent): { check: number; alternative: number } {
    const { x, y } = e.point;
    const layers = [...CHECK_LAYERS, ALTERNATIVE_LAYER].filter((id) => this.map.getLayer(id));
    const hits = this.map.queryRenderedFeatures([[x - 5, y - 5], [x + 5, y + 5]], { layers });
    const alternative = hits.find((f) => f.properties.role === "alternative")?.properties.alternative as number | undefined;
    const size = (check: number): number => sizeOf(boxOf(this.#features.find((f) => f.properties?.check === check)?.geometry ?? null));
    const checks = [...new Set(hits.flatMap((f) => (f.properties.role === "check" ? [Number(f.properties.check)] : [])))].sort((a, b) => size(a) - size(b));
    return { check: checks[0] ?? -1, alternative: alternative ?? -1 };
  }

  #hover(e: MapMouseEvent): void {
    const { check, alternative } = this.#at(e);
    this.map.getCanvas().style.cursor = check >= 0 || alternative >= 0 ? "pointer" : "";
    this.#o.store.update({ active: check });
  }

  #click(e: MapMouseEvent): void {
    const { check, alternative } = this.#at(e);
    if (alternative >= 0) this.#o.store.update({ shown: alternative });
    else if (check >= 0) this.#o.container.dispatchEvent(new CustomEvent("open-check", { detail: check, bubbles: true, composed: true }));
  }

  /** The map as it is now, as a picture's data address. */
  picture(): string {
    return this.#features.length === 0 ? "" : this.map.getCanvas().toDataURL("image/png");
  }

  /** Resolves when everything is drawn, after five seconds at the latest. */
  settled(): Promise<void> {
    return new Promise((done) => {
      const late = setTimeout(done, 5000);
      const ready = (): void => { clearTimeout(late); requestAnimationFrame(() => done()); };
      if (this.map.loaded()) ready();
      else void this.map.once("idle", ready);
    });
  }
}
