/** Signs for results and verdicts: each has its own outline, so that none is told by colour alone. */
import { html, type TemplateResult } from "lit";
import type { Outcome, Verdict } from "../../model/claim.ts";

const RING = "M12 2.8a9.2 9.2 0 1 1 0 18.4 9.2 9.2 0 0 1 0-18.4Z";
const SIGNS: Record<Outcome, { outline: string; inside: string; dash?: string }> = {
  pass: { outline: RING, inside: "M7.6 12.4 10.8 15.6 16.6 9" },
  fail: { outline: "M8.2 2.8h7.6l5.4 5.4v7.6l-5.4 5.4H8.2l-5.4-5.4V8.2Z", inside: "M8.6 8.6l6.8 6.8M15.4 8.6l-6.8 6.8" },
  warn: { outline: "M12 2.6 22 20.6H2Z", inside: "M12 9v5M12 17v.4" },
  skipped: { outline: RING, inside: "M8 12h8", dash: "3.2 2.6" },
};
const AMBIGUOUS = { outline: "M12 1.8 22.2 12 12 22.2 1.8 12Z", inside: "M9.4 9.8a2.7 2.7 0 1 1 3.9 2.5c-.9.5-1.3 1-1.3 2M12 17v.3" };

function draw(s: { outline: string; inside: string; dash?: string }): TemplateResult {
  return html`<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><path class="outline" d=${s.outline} stroke-dasharray=${s.dash ?? "none"}></path><path d=${s.inside}></path></svg>`;
}

export const outcomeSign = (o: Outcome): TemplateResult => draw(SIGNS[o]);

export const verdictSign = (v: Verdict): TemplateResult =>
  draw(v === "consistent" ? SIGNS.pass : v === "inconsistent" ? SIGNS.fail : v === "ambiguous" ? AMBIGUOUS : SIGNS.skipped);

/** The tone of a verdict: the colours of its nearest result. */
export const toneOf = (v: Verdict): Outcome => (v === "consistent" ? "pass" : v === "inconsistent" ? "fail" : v === "ambiguous" ? "warn" : "skipped");
