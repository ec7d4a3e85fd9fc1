/** The answer as Markdown. Every text of the claim is escaped, so that it stays text. */
import { formatDistance, formatPoint } from "./geo.ts";
import { quoted } from "./claim-text.ts";
import { checkName, informationWords, letter, OUTCOME_WORDS, sourceWords, VERDICT_WORDS } from "./claim-words.ts";
import type { Answer, ClaimForm } from "./claim.ts";

/** One line of plain text as Markdown. */
export const escapeMarkdown = (s: string): string =>
  s.replace(/\s+/g, " ").trim().replace(/[\\`*_{}[\]<>#|~!&^$]/g, "\\$&").replace(/^([-+=]|\d+[.)])/, "\\$1").replace(/:\/\//g, ":\\//").replace(/\bwww\./gi, "www\\.");

export function toMarkdown(form: ClaimForm, a: Answer): string {
  const e = escapeMarkdown;
  const out = [`## ${VERDICT_WORDS[a.verdict]}`, "", e(a.sentence), ""];
  if (a.condition !== "") out.push(`**${e(a.condition)}**`, "");
  if (form.text.trim() !== "") out.push(...form.text.trim().split(/\n/).map((l) => `> ${e(l)}`), "");
  const facts = [["Coordinates as written", form.coordinates], ["Published", form.published], ["Filmed or happened, as claimed", form.time], ["Source", form.source], ["Address", form.url]];
  for (const [name, value] of facts) if (value) out.push(`- ${name}: ${e(value)}`);
  if (a.lat !== null && a.lon !== null) out.push(`- Point checked: ${formatPoint(a.lat, a.lon)} (latitude, longitude)${a.radius === null ? "" : `, within ${formatDistance(a.radius)}`}`);
  out.push("");
  if (a.checks.length > 0) out.push("| Check | Result | Found | Expected | Words | Data |", "|---|---|---|---|---|---|", ...a.checks.map((c) =>
    `| ${[checkName(c.code), OUTCOME_WORDS[c.result], c.measured, c.expected, quoted(form.text, c), c.source].map((s) => e(s) || "–").join(" | ")} |`), "");
  section(out, "Would fit better", a.alternatives.map((x, i) => `${letter(i)}. ${e(x.sentence)} (${formatPoint(x.lat, x.lon)})`));
  section(out, "Other readings of the coordinates", a.readings.slice(1).map((r) => `${formatPoint(r.lat, r.lon)}, ${e(r.notation)}${r.note === "" ? "" : `: ${e(r.note)}`}`));
  section(out, "Not checked", a.notChecked.map(e));
  const r = a.rating;
  out.push(`Rating: ${e(r.source)}${r.information ?? ""} (source: ${sourceWords(r.source)}; information: ${informationWords(r.information ?? 0)}). A person sets both.${
    r.suggested === null ? "" : ` Suggested number: ${r.suggested}${r.why === "" ? "" : `, because ${e(r.why)}`}.`}`, "", `Checked by ${e(a.method)}. Consistent does not mean true.`, "");
  return out.join("\n");
}

function section(out: string[], title: string, lines: readonly string[]): void {
  if (lines.length > 0) out.push(`### ${title}`, "", ...lines.map((l) => `- ${l}`), "");
}
