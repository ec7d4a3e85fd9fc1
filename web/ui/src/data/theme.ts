/** Light or dark: the system decides until the reader does; the choice is kept for all pages. */
import type { Theme } from "./store.ts";

const KEY = "sitmap-theme";

export const systemDark = (): MediaQueryList => matchMedia("(prefers-color-scheme: dark)");
export const systemTheme = (): Theme => (systemDark().matches ? "dark" : "light");

/** What the reader chose earlier; "" when the system decides. */
export function savedTheme(): Theme | "" {
  try {
    const saved = localStorage.getItem(KEY);
    return saved === "light" || saved === "dark" ? saved : "";
  } catch {
    return ""; // no storage
  }
}

export function saveTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  try {
    if (theme === systemTheme()) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // no storage: it lasts as long as the page
  }
}
