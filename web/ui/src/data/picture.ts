/** Reads a picture in the browser: its metadata and its SHA-256. Nothing of it leaves the page here. */
import { mediaFromTags } from "../model/claim-media.ts";
import type { Media } from "../model/claim.ts";

const MOST = 100 * 1024 * 1024; // bytes

/** Throws an Error with a sentence for the reader. */
export async function readPicture(file: File): Promise<Media> {
  if (file.size > MOST) throw new Error("The file is larger than 100 MB; choose the picture itself.");
  if (file.type !== "" && !file.type.startsWith("image/")) throw new Error("This is no picture. A JPEG, HEIC, PNG or TIFF holds metadata that can be read.");
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    throw new Error("The browser could not read this file.");
  }
  const media = await metadata(bytes);
  const sum = await sha256(bytes);
  return sum === "" ? media : { sha256: sum, ...media };
}

async function metadata(bytes: ArrayBuffer): Promise<Media> {
  const { parse } = await import("exifr");
  try {
    const tags: unknown = await parse(bytes, { tiff: true, exif: true, gps: true, translateKeys: true, translateValues: false, reviveValues: false, mergeOutput: true });
    return mediaFromTags(typeof tags === "object" && tags !== null ? (tags as Record<string, unknown>) : {});
  } catch {
    return {}; // a kind of file without metadata, or broken metadata: unknown, which is not suspicious
  }
}

/** In hexadecimal; "" where the browser has no digests, as on an unencrypted address of another computer. */
async function sha256(bytes: ArrayBuffer): Promise<string> {
  if (!globalThis.crypto?.subtle) return "";
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((b) => b.toString(16).padStart(2, "0")).join("");
}
