/** The answer as schema.org ClaimReview in JSON-LD, for pages of those who publish reviews. It holds a word, never a number or "true". */
import { readMoment } from "./claim-time.ts";
import { VERDICT_WORDS } from "./claim-words.ts";
import type { Answer, ClaimForm } from "./claim.ts";

/** Who says so; both are asked for, neither has a default. */
export interface Reviewer { name: string; kind: "Person" | "Organization" }

/** today is YYYY-MM-DD. The result may stand inside a script element: it holds no "<". */
export function toClaimReview(form: ClaimForm, a: Answer, by: Reviewer, today: string): string {
  const published = readMoment(form.published).value;
  const claim: Record<string, unknown> = { "@type": "Claim" };
  if (form.source.trim() !== "") claim.author = { "@type": "Thing", name: form.source.trim() };
  if (published !== "") claim.datePublished = published;
  if (/^https?:\/\//i.test(form.url.trim())) claim.appearance = { "@type": "CreativeWork", url: form.url.trim() };
  const review = {
    "@context": "https://schema.org", "@type": "ClaimReview", datePublished: today,
    claimReviewed: [form.text.trim(), form.coordinates.trim()].filter((s) => s !== "").join(" · "),
    author: { "@type": by.kind, name: by.name.trim() },
    itemReviewed: claim,
    reviewRating: {
      "@type": "Rating", alternateName: VERDICT_WORDS[a.verdict],
      ratingExplanation: [a.sentence, a.condition].filter((s) => s !== "").join(" "),
    },
  };
  return JSON.stringify(review, null, 1).replaceAll("<", "\\u003c");
}
