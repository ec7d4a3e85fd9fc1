import { test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import CASES from "../../browsertest/mock/claims.json";
import { picture } from "../../browsertest/mock/picture.mjs";
import { readPicture } from "../src/data/picture.ts";
import { boxOf, join, sizeOf } from "../src/model/claim-box.ts";
import { claimOfEvent } from "../src/model/claim-event.ts";
import { disc, evidenceFeatures, toGeoJSON } from "../src/model/claim-geojson.ts";
import { fromFragment, toFragment, toRequest } from "../src/model/claim-link.ts";
import { escapeMarkdown, toMarkdown } from "../src/model/claim-markdown.ts";
import { mediaFromTags } from "../src/model/claim-media.ts";
import { mediaFacts } from "../src/model/claim-media-facts.ts";
import { geometry, parseAnswer, parseMedia } from "../src/model/claim-parse.ts";
import { toClaimReview } from "../src/model/claim-review.ts";
import { parseSaved, ratingFaults, toSaveRequest } from "../src/model/claim-saved.ts";
import { pieces, quoted } from "../src/model/claim-text.ts";
import { momentWords, readMoment } from "../src/model/claim-time.ts";
import { checkName, letter, weightWords } from "../src/model/claim-words.ts";
import { distance } from "../src/model/geo.ts";
import { parseEvent } from "../src/model/parse.ts";
import { type Answer, type ClaimForm, noClaim } from "../src/model/claim.ts";

const HOSTILE = "<img src=x onerror=alert(1)>";

function sample(name: string): { form: ClaimForm; answer: Answer } {
  const c = CASES.find((x) => x.name === name);
  assert.ok(c, name);
  const answer = parseAnswer(c.answer);
  assert.ok(answer);
  return { form: { ...noClaim(), ...c.claim } as ClaimForm, answer };
}

test("the answer is read, and anything else is none", () => {
  const { answer } = sample("inconsistent");
  assert.deepEqual([answer.verdict, answer.lat, answer.radius, answer.checks.length, answer.alternatives.length, answer.readings[0]?.note], ["inconsistent", 35.49, 720, 5, 2, "latitude first, as is usual"]);
  assert.equal(answer.rating.suggested, null);
  for (const bad of [null, 7, [], {}, { verdict: "true" }]) assert.equal(parseAnswer(bad), null);
  const thin = parseAnswer({ verdict: "ambiguous", lat: 91, lon: 0, checks: [{ result: "maybe", quote: { start: 3, end: 1 }, geometry: { type: "Polygon", coordinates: [[1, 2]] } }, 5], alternatives: [{ lat: 1 }], readings: "x", reasons: [1, "a"] });
  assert.deepEqual([thin?.lat, thin?.checks[0]?.result, thin?.checks[0]?.quote, thin?.checks[0]?.geometry, thin?.checks.length, thin?.alternatives, thin?.reasons], [null, "skipped", null, null, 2, [], ["a"]]);
});

test("geometry that cannot be drawn is none", () => {
  assert.ok(geometry({ type: "GeometryCollection", geometries: [{ type: "Point", coordinates: [1, 2] }, { type: "Circle" }] }));
  let deep: unknown = { type: "Point", coordinates: [1, 2] };
  for (let i = 0; i < 50; i++) deep = { type: "GeometryCollection", geometries: [deep] };
  for (const bad of [null, {}, { type: "Point" }, { type: "Point", coordinates: ["1", 2] }, { type: "Point", coordinates: [1, null] }, { type: "LineString", coordinates: [1, 2] }, { type: "GeometryCollection", geometries: [] }, deep]) assert.equal(geometry(bad), null);
});

test("quotes count code points and may overlap", () => {
  const { form, answer } = sample("consistent");
  assert.ok(form.text.startsWith("🎥"));
  assert.deepEqual(answer.checks.map((c) => quoted(form.text, c)), ["near Northwick", "in the Kursk region", "about 5 km north of the border", "at dawn", "on Saturday"]);
  const p = pieces(sample("ambiguous").form.text, sample("ambiguous").answer.checks);
  assert.deepEqual(p, [{ text: "Бій ", checks: [] }, { text: "біля ", checks: [1] }, { text: "Старої Гори", checks: [0, 1] }, { text: ", за словами очевидців.", checks: [] }]);
  for (const name of ["consistent", "inconsistent", "ambiguous", "not_checkable"]) {
    const { form: f, answer: a } = sample(name);
    assert.equal(pieces(f.text, a.checks).map((x) => x.text).join(""), f.text);
  }
  const outside = { ...answer.checks[0]!, quote: { start: 2, end: 999 } };
  assert.deepEqual(pieces("abc", [outside]), [{ text: "abc", checks: [] }]);
});

test("times need their zone", () => {
  for (const [typed, want] of [
    ["2024-12-14 07:30 +02:00", "2024-12-14T07:30:00+02:00"], ["2024-12-14T07:30:05Z", "2024-12-14T07:30:05Z"], ["2024-12-14, 7:30 UTC+3", "2024-12-14T07:30:00+03:00"],
    ["2024-12-14 07:30 utc", "2024-12-14T07:30:00Z"], ["2024-12-14 07:30 −0330", "2024-12-14T07:30:00-03:30"], ["  ", ""],
  ] as const) assert.deepEqual(readMoment(typed), { value: want, error: "" }, typed);
  for (const [typed, why] of [
    ["2024-12-14", /time of day/], ["2024-12-14 07:30", /zone/], ["2024-02-30 07:30Z", /no such day/], ["2024-12-14 25:00Z", /no such time/], ["yesterday", /Write it as/], ["2024-12-14 07:30 +99", /zone/], ["2024-12-14 07:30 dawn", /zone/],
  ] as const) {
    assert.match(readMoment(typed).error, why, typed);
    assert.equal(readMoment(typed).value, "");
  }
  assert.equal(momentWords("2024-12-14T07:30:00+02:00"), "14 Dec 2024, 07:30 +02:00");
  assert.equal(momentWords("2024-12-14T07:30:09"), "14 Dec 2024, 07:30:09");
  assert.equal(momentWords("soon"), "soon");
});

test("a claim comes back from its link as it was", () => {
  const form = { text: `${HOSTILE} Бій & 🎥 #1 + 2% =\n«x»`, coordinates: "51°06′N 35°20′E\n37U", published: "2024-12-14 07:30 +02:00", time: "", source: "A & B", url: "https://example.org/?a=1&b=2#c", event: "бій/7" };
  const media = { sha256: "ab".repeat(32), gps: { lat: 51.1, lon: -35.3 }, direction: 0, time: "2024-12-14T07:30:00", doubts: ["x"] };
  const fragment = toFragment(form, media);
  assert.doesNotMatch(fragment, /[<>#\s]/);
  assert.deepEqual(fromFragment(`#${fragment}`), { form, media });
  assert.equal(toFragment(noClaim(), null), "");
  for (const empty of ["", "#", "#9/51/35", "#other=1", "#media=null", "#media=%7Bbroken"]) assert.equal(fromFragment(empty), null);
  assert.deepEqual(fromFragment("text=a&media=%7Bbroken"), { form: { ...noClaim(), text: "a" }, media: null });
  assert.deepEqual(parseMedia({ sha256: "x", gps: { lat: 99, lon: 1 }, direction: 400, evil: 1 }), null);
});

test("the request holds what was given and no more", () => {
  const ok = toRequest({ ...noClaim(), text: " a ", coordinates: " 1 2 ", published: "2024-12-14 07:30 Z" }, { sha256: "x" });
  assert.deepEqual(ok, { body: { text: " a ", coordinates: "1 2", published: "2024-12-14T07:30:00Z", media: { sha256: "x" } }, errors: {} });
  assert.deepEqual(Object.keys(toRequest({ ...noClaim(), published: "soon", time: "2024-12-14" }, null).errors).sort(), ["published", "text", "time"]);
  assert.deepEqual(toRequest(noClaim(), { gps: { lat: 1, lon: 2 } }).errors, {});
});

test("Markdown keeps hostile text as text", () => {
  assert.equal(escapeMarkdown("<b>*x* | [a](javascript:1)\n# `c`"), "\\<b\\>\\*x\\* \\| \\[a\\](javascript:1) \\# \\`c\\`");
  assert.equal(escapeMarkdown("- a"), "\\- a");
  assert.equal(escapeMarkdown("1. a"), "\\1. a");
  for (const name of ["consistent", "inconsistent", "ambiguous", "not_checkable"]) {
    const { form, answer } = sample(name);
    const md = toMarkdown(form, answer);
    assert.doesNotMatch(md, /[^\\]<|undefined|null|NaN/, name);
    assert.match(md, /^## (Consistent|Inconsistent|Ambiguous|Not checkable)\n/);
    for (const row of md.split("\n").filter((l) => l.startsWith("|"))) assert.equal(row.replaceAll("\\|", "").split("|").length, 8, row);
  }
  const md = toMarkdown(sample("inconsistent").form, sample("inconsistent").answer);
  assert.match(md, /\| Country \| Does not fit \| in Iran \| in Russia \| Kursk region \| made-up borders 1 \|/);
  assert.match(md, /- A\. Fits if latitude and longitude are swapped.*\(51\.1600, 35\.4900\)/);
  assert.match(md, /Rating: F6 \(source: reliability cannot be judged; information: truth cannot be judged\)/);
  assert.match(toMarkdown(sample("ambiguous").form, sample("ambiguous").answer), /\*\*consistent only if/);
});

test("GeoJSON has the point as a disc, each shape and each alternative", () => {
  const { form, answer } = sample("inconsistent");
  const file = JSON.parse(toGeoJSON(form, answer));
  assert.equal(file.type, "FeatureCollection");
  assert.deepEqual(file.features.map((f: { properties: { role: string } }) => f.properties.role), ["radius", "claimed", "check", "check", "check", "check", "alternative", "alternative"]);
  assert.deepEqual(file.features[2].properties, { role: "check", check: 0, code: "wrong_country", name: "Country", result: "fail", measured: "in Iran", expected: "in Russia", quote: "Kursk region", source: "made-up borders 1" });
  assert.deepEqual(file.features[1].geometry.coordinates, [51.16, 35.49]);
  assert.equal(file.verdict, "Inconsistent");
  assert.deepEqual(evidenceFeatures(sample("not_checkable").form, sample("not_checkable").answer), []);
  for (const [lon, lat, r] of [[35.3, 51.1, 720], [0, 89.9, 5000], [179.99, 0, 100000]] as const) {
    const ring = disc(lon, lat, r).coordinates[0]!;
    assert.deepEqual(ring[0], ring[64]);
    for (const [x, y] of ring as [number, number][]) assert.ok(Math.abs(distance(lon, lat, x, y) - r) < r * 0.01 + 1, `${x},${y}`);
  }
});

test("ClaimReview says a word, never a number, and cannot leave its script element", () => {
  const { form, answer } = sample("consistent");
  const text = toClaimReview({ ...form, url: "javascript:alert(1)" }, answer, { name: " A. Person ", kind: "Person" }, "2026-11-28");
  assert.doesNotMatch(text, /<|ratingValue|bestRating|"true"/i);
  const r = JSON.parse(text);
  assert.deepEqual([r["@type"], r.author, r.reviewRating.alternateName, r.datePublished, r.itemReviewed.appearance, r.itemReviewed.datePublished],
    ["ClaimReview", { "@type": "Person", name: "A. Person" }, "Consistent", "2026-11-28", undefined, "2024-12-14T09:40:00+03:00"]);
  assert.equal(r.claimReviewed, `${form.text} · 51.105, 35.335`);
});

test("EXIF becomes the server's names; what is odd is said", () => {
  assert.deepEqual(mediaFromTags({}), {});
  assert.deepEqual(mediaFromTags({ latitude: 0, longitude: 0, GPSImgDirection: 361, DateTimeOriginal: "2024:02:30 07:31:00", OffsetTimeOriginal: "+99:00", GPSTimeStamp: [1, NaN, 2] }), { doubts: ["Its position is 0, 0, which cameras write when they have none."] });
  const m = mediaFromTags({ latitude: 51.1, longitude: 35.3, GPSImgDirection: 90.4, GPSImgDirectionRef: "M", DateTimeOriginal: "2024:12:14 07:31:00", ModifyDate: "2024:12:15 10:00:00", Software: "Editor\0", GPSDateStamp: "2024:12:14", GPSTimeStamp: [5, 31, 2.5] });
  assert.deepEqual(m, { gps: { lat: 51.1, lon: 35.3 }, direction: 90.4, time: "2024-12-14T07:31:00", gps_time: "2024-12-14T05:31:02Z", software: "Editor", doubts: ["Its direction counts from magnetic north.", "The file was changed after it was taken, at 2024-12-15 10:00:00."] });
  assert.deepEqual(mediaFacts(m).map(([k]) => k), ["Position", "Looks towards", "Camera's clock", "Satellites' time", "Software", "Odd", "Odd", "SHA-256"]);
  assert.match(mediaFacts({})[0]?.[1] ?? "", /not in the file/);
});

test("a picture is read from its bytes", async () => {
  const bytes = picture({ lat: -51.1, lon: 35.335, direction: 270.25, taken: "2024:12:14 07:31:00", changed: "2024:12:14 07:31:00", offset: "+02:00", gpsTime: ["2024:12:14", 5, 31, 2], software: "Cam 1" });
  const m = await readPicture(new File([new Uint8Array(bytes)], "a.jpg", { type: "image/jpeg" }));
  assert.equal(m.sha256, createHash("sha256").update(bytes).digest("hex"));
  assert.ok(m.gps && Math.abs(m.gps.lat + 51.1) < 1e-6 && Math.abs(m.gps.lon - 35.335) < 1e-6, JSON.stringify(m.gps));
  assert.deepEqual({ ...m, sha256: "", gps: null }, { sha256: "", gps: null, direction: 270.25, time: "2024-12-14T07:31:00+02:00", has_zone: true, gps_time: "2024-12-14T05:31:02Z", software: "Cam 1" });
  for (let cut = 0; cut < bytes.length; cut += 7) { // broken metadata is unknown; it never throws
    const part = await readPicture(new File([new Uint8Array(bytes.subarray(0, cut))], "cut.jpg"));
    assert.ok(part.sha256);
  }
  await assert.rejects(readPicture(new File(["x"], "a.txt", { type: "text/plain" })), /no picture/);
});

test("an event becomes a claim with no more digits than its radius lets stand", () => {
  const e = parseEvent({ properties: { id: "e/1", places: [{ surface: "Ford", lat: 51.12345, lon: 35.98765, radius_m: 3000 }, { surface: "Hill", lat: 1, lon: 2, radius_m: 60 }, { surface: "Mill", lat: 51.1, lon: 35, radius_m: 60 }], quotes: [{ before: "It said", quote: "clashes", after: "went on at Ford and Mill." }], source: { outlet: "O", url: "javascript:1", published: "2024-12-16T22:00:00Z" } } });
  assert.ok(e);
  assert.deepEqual(fromFragment(claimOfEvent(e))?.form, { text: "It said clashes went on at Ford and Mill.", coordinates: "51.12, 35.99\n51.100, 35.000", published: "2024-12-16T22:00:00Z", time: "", source: "O", url: "", event: "e/1" });
});

test("a rating names who and why; only F6 needs no reason", () => {
  const typed = { source: "F", information: "6", by: " A ", reason: " " };
  assert.deepEqual(ratingFaults(typed), {});
  assert.deepEqual(Object.keys(ratingFaults({ ...typed, by: " " })), ["by"]);
  for (const other of [{ source: "A" }, { information: "2" }]) assert.deepEqual(Object.keys(ratingFaults({ ...typed, ...other })), ["reason"]);
  assert.deepEqual(toSaveRequest({ ...noClaim(), text: "a", event: "e" }, null, { ...typed, source: "B", reason: " r " }), { claim: { text: "a", event: "e" }, rating: { source: "B", information: 6, by: "A", reason: "r" } });
  assert.deepEqual(toSaveRequest({ ...noClaim(), text: "a" }, null, typed).rating, { source: "F", information: 6, by: "A" });
  assert.deepEqual(parseSaved({ claims: [{ id: "1", saved: "t", result: { verdict: "consistent" }, rating: { source: "F", information: 6, by: "A" } }, 5] }).map((c) => [c.id, c.verdict, c.information]), [["1", "consistent", 6], ["", "", null]]);
  assert.deepEqual(parseSaved(null), []);
});

test("boxes, letters and names", () => {
  assert.deepEqual([3, -6.5, 1, 0, null].map(weightWords), ["3 bits for", "6.5 bits against", "1 bit for", "", ""]);
  assert.deepEqual(boxOf({ type: "GeometryCollection", geometries: [{ type: "Point", coordinates: [1, 2] }, { type: "LineString", coordinates: [[0, 5], [3, 4]] }] }), [0, 2, 3, 5]);
  assert.equal(boxOf({ type: "Polygon", coordinates: [] }), null);
  assert.equal(join(null, null), null);
  assert.equal(sizeOf([0, 2, 3, 5]), 3);
  assert.deepEqual([letter(0), letter(25), letter(26)], ["A", "Z", "27"]);
  assert.deepEqual([checkName("sun"), checkName("new_check"), checkName("")], ["Sun and daylight", "New check", "A check without a name"]);
});
