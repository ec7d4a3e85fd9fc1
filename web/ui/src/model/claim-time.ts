/** Reads a time with its zone as people type it. */

/** value is RFC 3339, "" for an empty field; error is a sentence, "" when all is well. */
export interface Moment { value: string; error: string }

const FORM = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:\s*[T,]\s*|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(.*)$/i;
const ZONE = /^(?:UTC|GMT)?\s*([+\-\u2212])\s*(\d{1,2})(?::?(\d{2}))?$/i;

export function readMoment(typed: string): Moment {
  const s = typed.trim();
  if (s === "") return { value: "", error: "" };
  const bad = (error: string): Moment => ({ value: "", error });
  const m = FORM.exec(s);
  if (!m) return bad("Write it as 2024-12-14 07:30 +02:00.");
  const [year, month, day, hour, minute, second] = m.slice(1, 7).map((x) => (x === undefined ? NaN : Number(x))) as [number, number, number, number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return bad("There is no such day.");
  if (Number.isNaN(hour)) return bad("Add the time of day and its zone, as 07:30 +02:00; leave it empty when only the day is known.");
  if (hour > 23 || minute > 59 || second > 59) return bad("There is no such time of day.");
  const zone = readZone(m[7] ?? "");
  if (zone === "") return bad("Add the zone of the clock, as +02:00 or UTC.");
  const two = (n: number): string => String(n).padStart(2, "0");
  return { value: `${m[1]}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second || 0)}${zone}`, error: "" };
}

function readZone(s: string): string {
  const text = s.trim();
  if (/^(Z|UTC|GMT)$/i.test(text)) return "Z";
  const m = ZONE.exec(text);
  if (!m) return "";
  const hours = Number(m[2]), minutes = Number(m[3] ?? "0");
  if (hours > 14 || minutes > 59) return "";
  return `${m[1] === "+" ? "+" : "-"}${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

/** "14 Dec 2024, 07:30 +02:00" of an RFC 3339 time; other text comes back as it is. */
export function momentWords(rfc: string): string {
  const m = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})(?::(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?$/.exec(rfc);
  const month = MONTHS[Number(m?.[2]) - 1];
  if (!m || month === undefined) return rfc;
  const seconds = m[5] === undefined || m[5] === "00" ? "" : `:${m[5]}`;
  return `${Number(m[3])} ${month} ${m[1]}, ${m[4]}${seconds}${m[6] === undefined ? "" : m[6] === "Z" ? " UTC" : ` ${m[6]}`}`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
