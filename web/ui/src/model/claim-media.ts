/** What a picture's EXIF says, turned into the server's names. Times are the camera's own text; nothing is guessed. */
import type { Media } from "./claim.ts";

type Tags = Record<string, unknown>;

/** tags are exifr's, untranslated and not revived, with latitude and longitude in degrees. */
export function mediaFromTags(tags: Tags): Media {
  const m: Media = {}, doubts: string[] = [];
  const lat = number(tags.latitude), lon = number(tags.longitude);
  if (lat !== null && lon !== null) {
    if (lat === 0 && lon === 0) doubts.push("Its position is 0, 0, which cameras write when they have none.");
    else if (Math.abs(lat) > 90 || Math.abs(lon) > 180) doubts.push("Its position is not on the Earth.");
    else m.gps = { lat, lon };
  }
  const direction = number(tags.GPSImgDirection);
  if (direction !== null && direction >= 0 && direction <= 360) {
    m.direction = direction;
    if (text(tags.GPSImgDirectionRef) === "M") doubts.push("Its direction counts from magnetic north.");
  }
  const taken = clock(tags.DateTimeOriginal), offset = zone(tags.OffsetTimeOriginal ?? tags.OffsetTime);
  if (taken !== "") {
    m.time = taken + offset;
    if (offset !== "") m.has_zone = true;
  }
  const changed = clock(tags.ModifyDate);
  if (taken !== "" && changed !== "" && Date.parse(`${changed}Z`) - Date.parse(`${taken}Z`) > 60_000) doubts.push(`The file was changed after it was taken, at ${changed.replace("T", " ")}.`);
  const gpsTime = satellites(tags.GPSDateStamp, tags.GPSTimeStamp);
  if (gpsTime !== "") m.gps_time = gpsTime;
  const software = text(tags.Software);
  if (software !== "") m.software = software.slice(0, 200);
  if (doubts.length > 0) m.doubts = doubts;
  return m;
}

const text = (v: unknown): string => (typeof v === "string" ? v.replaceAll("\0", "").trim() : "");
const number = (v: unknown): number | null => (typeof v === "number" && Number.isFinite(v) ? v : null);

/** "2024:12:14 07:31:00" as 2024-12-14T07:31:00; "" for anything else, and for days that do not exist. */
function clock(v: unknown): string {
  const m = /^(\d{4})[:-](\d{2})[:-](\d{2})[ T](\d{2}:\d{2}:\d{2})/.exec(text(v));
  if (!m) return "";
  const s = `${m[1]}-${m[2]}-${m[3]}T${m[4]}`;
  const t = Date.parse(`${s}Z`);
  return Number.isNaN(t) || new Date(t).toISOString().slice(0, 19) !== s ? "" : s;
}

const zone = (v: unknown): string => {
  const s = text(v);
  return s === "Z" || /^[+-](0\d|1[0-4]):[0-5]\d$/.test(s) ? s : "";
};

function satellites(day: unknown, time: unknown): string {
  const parts = time instanceof Array || ArrayBuffer.isView(time) ? Array.from(time as ArrayLike<number>) : [];
  if (parts.length !== 3 || !parts.every((n) => Number.isFinite(n))) return "";
  const two = (n: number | undefined): string => String(Math.floor(n ?? 0)).padStart(2, "0");
  const s = clock(`${text(day)} ${parts.map(two).join(":")}`);
  return s === "" ? "" : `${s}Z`;
}
