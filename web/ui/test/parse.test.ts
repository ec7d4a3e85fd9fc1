import { test } from "node:test";
import assert from "node:assert/strict";
import { parseEvent, parsePage, safeURL } from "../src/model/parse.ts";
import { casualtySummary, formatCount, unknownLosses } from "../src/model/people.ts";
import { precisionNote } from "../src/model/dates.ts";
import { codedAs, precisionCodes, roleText } from "../src/model/reasons.ts";
import { parseCounts } from "../src/data/counts.ts";
import { addChange, readChange } from "../src/data/stream.ts";

test("unknown stays unknown", () => {
  const e = parseEvent({ type: "Feature", properties: { id: "a", casualties: { killed: null, wounded: { min: 0, max: 0 } } } });
  assert.ok(e);
  assert.equal(e.casualties.killed, null);
  assert.equal(e.casualties.wounded?.min, 0);
  assert.equal(e.verification, "none");
  assert.deepEqual(e.places, []);
});

test("wrong shapes do not throw", () => {
  for (const v of [null, 3, "x", [], {}, { properties: 4 }, { properties: { places: {}, quotes: [3], claims: "no" } }]) parseEvent(v);
  assert.deepEqual(parsePage({ features: "no" }), { events: [], matched: null, next: "" });
  assert.equal(parseCounts(undefined).total, null);
});

test("a place without coordinates is no place on the map", () => {
  const e = parseEvent({ properties: { id: "a", places: [{ name: "x" }, { name: "y", lat: 1, lon: 2, radius_m: 500 }] } });
  assert.deepEqual(e?.places.map((p) => p.name), ["y"]);
});

test("only web addresses become links", () => {
  assert.equal(safeURL("javascript:alert(1)"), "");
  assert.equal(safeURL("data:text/html,x"), "");
  assert.equal(safeURL("//example.org"), "");
  assert.equal(safeURL("https://example.org/a?b=1"), "https://example.org/a?b=1");
});

test("counts of people in words", () => {
  const c = (min: number | null, max: number | null, approximate = false) => formatCount({ min, max, approximate, text: "" });
  assert.equal(c(3, 3), "3");
  assert.equal(c(30, 30, true), "about 30");
  assert.equal(c(2, 4), "2–4");
  assert.equal(c(5, null), "at least 5");
  assert.equal(c(null, 9), "up to 9");
  assert.equal(c(null, null), "some");
  const none = { killed: null, wounded: null, missing: null, captured: null, killedOrWounded: null };
  assert.equal(casualtySummary(none), "");
  assert.equal(casualtySummary({ ...none, missing: { min: 3, max: 3, approximate: false, text: "three" } }), "3 missing");
});

test("counts of the server", () => {
  const c = parseCounts({
    events: 7, without_place: 1, undated: 1, time: { bin: "day", bins: [{ start: "1970-01-03", end: "1970-01-03", count: 2 }] },
    facets: { type: [{ value: "B", count: 1 }, { value: "A", count: 1 }, { value: "C", count: 5 }], source: [] },
  });
  assert.deepEqual([c.total, c.unplaced, c.undated], [7, 1, 1]);
  assert.deepEqual(c.bins, [{ from: 2, to: 2, count: 2 }]);
  assert.deepEqual(c.types.map(([k]) => k), ["C", "A", "B"]);
});

test("messages of the stream", () => {
  const a = readChange('{"version":4,"count":1,"more":false,"events":[{"id":"a","kind":"added"}]}');
  assert.deepEqual(a, { ids: ["a"], count: 1, allNew: true });
  assert.equal(readChange("not json").count, 0);
  assert.equal(readChange('{"count":900,"events":[{"id":"a","kind":"added"}]}').count, 900);
  assert.deepEqual(addChange(a, readChange('{"count":2,"events":[{"id":"a","kind":"updated"},{"id":"b","kind":"added"}]}')), { ids: ["a", "b"], count: 2, allNew: false });
});

test("every field of the record is read", () => {
  const e = parseEvent({ properties: {
    id: "a", trigger: "clashes", time_precision: "weekend", date_edtf: "2024-12-14/2024-12-15",
    actors: [{ id: "hamas", name: "Hamas", role: "actor1", kind: "rebel", wikidata: "Q38799" }, { name: "Men", wikidata: "javascript:x" }],
    claims: [{ claimant: "ministry", verb: "said", stance: "asserts", quote: "the ministry said" }],
  } });
  assert.equal(e?.trigger, "clashes");
  assert.equal(e?.dateEDTF, "2024-12-14/2024-12-15");
  assert.deepEqual(e?.actors.map((a) => [a.id, a.kind, a.wikidata]), [["hamas", "rebel", "Q38799"], ["", "", ""]]);
  assert.equal(e?.claims[0]?.quote, "the ministry said");
  assert.deepEqual(unknownLosses({ killed: null, wounded: null, missing: null, captured: null, killedOrWounded: null }), ["killed", "wounded"]);
  assert.equal(precisionNote("weekend"), "known to the weekend");
  assert.equal(precisionNote("unknown"), "");
  assert.equal(precisionCodes(2, null), "ACLED geo_precision 2");
  assert.equal(roleText("blamed"), "blamed by others");
  assert.equal(codedAs("Battles", 1), "ACLED: Battles · UCDP: state-based violence");
  assert.equal(codedAs("", null), "");
});
