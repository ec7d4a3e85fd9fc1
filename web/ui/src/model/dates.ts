/** Says a date interval in words. Dates are YYYY-MM-DD strings without a zone, so nothing here shifts a day. */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

interface Day { y: number; m: number; d: number }

/** Days since 1970-01-01 of a calendar day; null when the string is no date. */
export function dayNumber(s: string): number | null {
  const t = parse(s);
  return t === null ? null : Math.floor(Date.UTC(t.y, t.m - 1, t.d) / 86400000);
}

/** YYYY-MM-DD of a day number. */
export function fromDayNumber(n: number): string {
  return new Date(n * 86400000).toISOString().slice(0, 10);
}

function parse(s: string): Day | null {
  const m = /^(\d{4})-(\d{2})-(\d{2})/.exec(s);
  if (!m) return null;
  const day = { y: Number(m[1]), m: Number(m[2]), d: Number(m[3]) };
  const check = new Date(Date.UTC(day.y, day.m - 1, day.d));
  return check.getUTCMonth() === day.m - 1 && check.getUTCDate() === day.d ? day : null;
}

const month = (d: Day): string => MONTHS[d.m - 1] ?? "";

/** "14 Dec 2024", with the weekday when asked; "" for no date. */
export function formatDay(s: string, weekday = false): string {
  const d = parse(s);
  if (!d) return "";
  const name = weekday ? `${DAYS[new Date(Date.UTC(d.y, d.m - 1, d.d)).getUTCDay()]} ` : "";
  return `${name}${d.d} ${month(d)} ${d.y}`;
}

/** "14–15 Dec 2024", "30 Nov – 2 Dec 2024", "before 3 Jan 2025", "date unknown". */
export function formatInterval(start: string, end: string): string {
  const a = parse(start), b = parse(end);
  if (!a && !b) return "date unknown";
  if (!a) return `until ${formatDay(end)}`;
  if (!b) return `from ${formatDay(start)}`;
  if (start === end) return formatDay(start);
  if (a.y !== b.y) return `${formatDay(start)} – ${formatDay(end)}`;
  if (a.m !== b.m) return `${a.d} ${month(a)} – ${b.d} ${month(b)} ${b.y}`;
  return `${a.d}–${b.d} ${month(a)} ${a.y}`;
}

/** How the dates came about, in one short phrase; "" when the text writes the date itself. */
export function basisNote(basis: string): string {
  switch (basis) {
    case "relative": return "counted from the publication date";
    case "assumed": return "assumed: no words give the date";
    case "unknown": return "the report has no date to count from";
    default: return "";
  }
}

/** How finely the date is known, in words; "" when that is not known. */
export function precisionNote(precision: string): string {
  switch (precision) {
    case "hour": return "known to the hour";
    case "part_of_day": return "known to the part of the day";
    case "day": return "known to the day";
    case "night": return "a night, evening to morning";
    case "weekend": case "week": case "month": case "season": case "year": return `known to the ${precision}`;
    default: return "";
  }
}

/** One word for the list. */
export function basisShort(basis: string): string {
  return basis === "relative" || basis === "assumed" ? basis : "";
}

/** A publication time as the publisher's own clock shows it: "16 Dec 2024, 22:00 UTC" or "… +03:00". */
export function formatPublished(s: string): string {
  const m = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/.exec(s);
  if (!m) return formatDay(s) || s;
  const zone = m[3] === "Z" ? "UTC" : (m[3] ?? "");
  return `${formatDay(m[1] ?? "")}, ${m[2]} ${zone}`.trim();
}
