/** Colours of the map, light and dark. The panels have theirs in ui/styles.ts. */
import type { Theme } from "../data/store.ts";

export interface Palette {
  sea: string; land: string; water: string; admin: string; border: string;
  label: string; labelFaint: string; halo: string;
  surface: string; ink: string; accent: string; cluster: string; clusterText: string;
  region: string;
  /** colours of the steps of model/show.ts, and what is read on them; page.css has the same */
  steps: readonly string[]; stepInk: readonly string[];
}

const LIGHT: Palette = {
  sea: "#d3dde1", land: "#f5f2ea", water: "#d3dde1", admin: "#cfc8b8", border: "#8d8474",
  label: "#4b4f55", labelFaint: "#66625a", halo: "#f9f7f1",
  surface: "#fffdf8", ink: "#1c232b", accent: "#0a5a74", cluster: "#2f3b47", clusterText: "#ffffff",
  region: "#4c5967",
  steps: ["#f4cf88", "#efa859", "#dd6a4f", "#a63162", "#551a5e"], stepInk: ["#1c232b", "#1c232b", "#1c232b", "#ffffff", "#ffffff"],
};

const DARK: Palette = {
  sea: "#0d1319", land: "#1b222a", water: "#0d1319", admin: "#333d48", border: "#6d7a88",
  label: "#c3cad1", labelFaint: "#8b97a3", halo: "#141a20",
  surface: "#1a2129", ink: "#eae7df", accent: "#74cbe0", cluster: "#d5dce3", clusterText: "#11171d",
  region: "#a9b7c4",
  steps: ["#62407f", "#963a80", "#d04f6c", "#f4995c", "#fce58e"], stepInk: ["#ffffff", "#ffffff", "#11171d", "#11171d", "#11171d"],
};

export const palette = (theme: Theme): Palette => (theme === "dark" ? DARK : LIGHT);
