import { test } from "node:test";
import assert from "node:assert/strict";
import { basisNote, dayNumber, formatDay, formatInterval, formatPublished, fromDayNumber } from "../src/model/dates.ts";

const intervals: [string, string, string][] = [
  ["2024-12-14", "2024-12-15", "14–15 Dec 2024"],
  ["2024-12-14", "2024-12-14", "14 Dec 2024"],
  ["2024-11-30", "2024-12-02", "30 Nov – 2 Dec 2024"],
  ["2024-12-31", "2025-01-01", "31 Dec 2024 – 1 Jan 2025"],
  ["2024-12-10", "", "from 10 Dec 2024"],
  ["", "2024-12-10", "until 10 Dec 2024"],
  ["", "", "date unknown"],
  ["2024-02-30", "", "date unknown"],
];
for (const [a, b, want] of intervals) test(`interval ${a}/${b}`, () => assert.equal(formatInterval(a, b), want));

test("a day keeps its day in every zone", () => {
  assert.equal(formatDay("2024-12-14"), "14 Dec 2024");
  assert.equal(formatDay("2024-12-14", true), "Sat 14 Dec 2024");
  assert.equal(dayNumber("1970-01-01"), 0);
  for (const d of ["2024-02-29", "1969-12-31", "2024-03-31"]) assert.equal(fromDayNumber(dayNumber(d) ?? NaN), d);
});

test("publication keeps the publisher's zone", () => {
  assert.equal(formatPublished("2024-12-16T22:00:00Z"), "16 Dec 2024, 22:00 UTC");
  assert.equal(formatPublished("2024-11-03T09:30:00+02:00"), "3 Nov 2024, 09:30 +02:00");
  assert.equal(formatPublished("2024-11-03"), "3 Nov 2024");
  assert.equal(formatPublished("yesterday"), "yesterday");
});

test("only dates that the text does not write are noted", () => {
  assert.equal(basisNote("explicit"), "");
  for (const b of ["relative", "assumed", "unknown"]) assert.notEqual(basisNote(b), "");
});
