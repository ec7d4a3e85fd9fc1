/** Starts the page /check: state, elements, map, and the claim of the link if there is one. */
import { SitCheck } from "./ui/check/app.ts";
import { SitClaimForm } from "./ui/check/form.ts";
import { SitPicture } from "./ui/check/picture.ts";
import { SitVerdict } from "./ui/check/verdict.ts";
import { SitActions } from "./ui/check/actions.ts";
import { SitEvidence } from "./ui/check/evidence.ts";
import { SitFindings } from "./ui/check/findings.ts";
import { SitSave } from "./ui/check/save.ts";
import { fetchBasemap } from "./data/api.ts";
import { CheckStore, initialCheckState } from "./data/claim-store.ts";
import { saveTheme, savedTheme, systemDark, systemTheme } from "./data/theme.ts";
import { CheckView } from "./map/check-view.ts";

async function start(): Promise<void> {
  const container = document.getElementById("map");
  const worker = document.querySelector<HTMLMetaElement>('meta[name="sitmap-worker"]')?.content;
  if (!container || !worker) throw new Error("The page is incomplete: #map or the worker's address is missing.");

  const store = new CheckStore(initialCheckState(savedTheme() || systemTheme()));
  document.documentElement.dataset.theme = store.state.theme;
  for (const [name, element] of Object.entries({
    "sit-picture": SitPicture, "sit-claim-form": SitClaimForm, "sit-verdict": SitVerdict, "sit-actions": SitActions, "sit-evidence": SitEvidence, "sit-findings": SitFindings, "sit-save": SitSave, "sit-check": SitCheck,
  })) customElements.define(name, element);
  const app = new SitCheck();
  app.store = store;
  document.body.prepend(app);
  app.append(container);

  store.subscribe((now, before) => {
    if (now.theme !== before.theme) saveTheme(now.theme);
  });
  systemDark().addEventListener("change", () => store.update({ theme: savedTheme() || systemTheme() }));
  addEventListener("hashchange", () => store.openLink(location.hash));
  store.openLink(location.hash);

  const basemap = await fetchBasemap(new AbortController().signal);
  app.view = new CheckView({ container, store, basemap, workerURL: new URL(worker, location.href).href });
  app.requestUpdate();
}

void start();
