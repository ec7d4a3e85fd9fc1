/** A claim in the fragment of the address, which browsers keep to themselves, and in the body of a request. */
import { parseMedia } from "./claim-parse.ts";
import { readMoment } from "./claim-time.ts";
import { type ClaimForm, type Media, noClaim } from "./claim.ts";

const FIELDS = ["text", "coordinates", "published", "time", "source", "url", "event"] as const;

export interface Linked { form: ClaimForm; media: Media | null }

/** Without "#"; "" for an empty claim. */
export function toFragment(form: ClaimForm, media: Media | null): string {
  const p = new URLSearchParams();
  for (const f of FIELDS) if (form[f] !== "") p.set(f, form[f]);
  if (media) p.set("media", JSON.stringify(media));
  return p.toString();
}

/** null when the fragment holds no claim. Names that are not known are left alone. */
export function fromFragment(fragment: string): Linked | null {
  const p = new URLSearchParams(fragment.replace(/^#/, ""));
  const form = noClaim();
  for (const f of FIELDS) form[f] = p.get(f) ?? "";
  let media: Media | null = null;
  try {
    media = parseMedia(JSON.parse(p.get("media") ?? "null"));
  } catch {
    // a link that was cut: the rest is read all the same
  }
  return media === null && FIELDS.every((f) => form[f] === "") ? null : { form, media };
}

/** The body of the request, or what is wrong by field. */
export function toRequest(form: ClaimForm, media: Media | null): { body: Record<string, unknown>; errors: Record<string, string> } {
  const body: Record<string, unknown> = {}, errors: Record<string, string> = {};
  for (const f of ["text", "coordinates", "source", "url", "event"] as const) if (form[f].trim() !== "") body[f] = f === "text" ? form[f] : form[f].trim();
  for (const f of ["published", "time"] as const) {
    const m = readMoment(form[f]);
    if (m.error !== "") errors[f] = m.error;
    else if (m.value !== "") body[f] = m.value;
  }
  if (media) body.media = media;
  if (body.text === undefined && body.coordinates === undefined && !media?.gps) errors.text = "Give the words, the coordinates, or a picture that knows where it was taken.";
  return { body, errors };
}
