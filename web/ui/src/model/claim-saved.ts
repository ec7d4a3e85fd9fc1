/** A claim that is kept with an event: what the page shows of it, and the body that saves one. */
import { list, num, obj, str } from "./parse.ts";
import type { ClaimForm, Media } from "./claim.ts";
import { toRequest } from "./claim-link.ts";

export interface SavedClaim { id: string; saved: string; verdict: string; source: string; information: number | null; by: string; reason: string }

/** A person's rating as it is typed; letter and number have no default but F6, which says that neither can be judged. */
export interface TypedRating { source: string; information: string; by: string; reason: string }

export function parseSaved(v: unknown): SavedClaim[] {
  return list(obj(v).claims).map((c) => {
    const o = obj(c), r = obj(o.rating);
    return { id: str(o.id), saved: str(o.saved), verdict: str(obj(o.result).verdict), source: str(r.source), information: num(r.information), by: str(r.by), reason: str(r.reason) };
  });
}

export function toSaveRequest(form: ClaimForm, media: Media | null, r: TypedRating): Record<string, unknown> {
  const rating: Record<string, unknown> = { source: r.source, information: Number(r.information), by: r.by.trim() };
  if (r.reason.trim() !== "") rating.reason = r.reason.trim();
  return { claim: toRequest(form, media).body, rating };
}

/** What is wrong with a rating, by field of the form; empty when nothing is. */
export function ratingFaults(r: TypedRating): Partial<Record<keyof TypedRating, string>> {
  if (r.by.trim() === "") return { by: "Say who rates; there is no default." };
  if (r.reason.trim() === "" && !(r.source === "F" && r.information === "6")) return { reason: "A rating other than F6 needs its reason." };
  return {};
}
