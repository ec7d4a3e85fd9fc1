import { test } from "node:test";
import assert from "node:assert/strict";
import { inView, readTouched, TouchedTiles } from "../src/data/touched.ts";

const view = { west: 35, south: 51, east: 36, north: 52 };

test("touched tiles are read from a change", () => {
  assert.deepEqual(readTouched('{"tiles":["9/306/171",7],"more":false}'), { tiles: ["9/306/171"], everywhere: false });
  assert.equal(readTouched('{"tiles":[],"more":true}').everywhere, true);
  for (const bad of ["", "null", "[]", "{", '{"tiles":"x"}', '{"tiles":[]}']) assert.equal(readTouched(bad).everywhere, true, bad);
});

test("a tile is in view", () => {
  assert.ok(inView("9/306/171", view)); // 35.16 to 35.86 E, 50.96 to 51.4 N
  assert.ok(inView("9/305/171", view)); // reaches 35.16
  assert.ok(inView("0/0/0", view));
  assert.ok(inView("nonsense", view));
  for (const far of ["9/300/171", "9/312/171", "9/306/160", "9/306/180", "9/50/171"]) assert.ok(!inView(far, view), far);
});

test("a tile is in view across the antimeridian and on copies of the world", () => {
  const around = { west: 170, south: 50, east: 190, north: 70 };
  for (const name of ["9/0/150", "9/511/150", "9/10/150"]) assert.ok(inView(name, around), name);
  assert.ok(!inView("9/256/150", around));
  assert.ok(inView("9/306/171", { west: 395, south: 51, east: 396, north: 52 }));
  assert.ok(inView("9/306/171", { west: -325, south: 51, east: -324, north: 52 }));
  assert.ok(inView("9/7/171", { west: -300, south: -80, east: 300, north: 80 }));
});

test("touched tiles wait until they are in view", () => {
  const t = new TouchedTiles();
  assert.ok(!t.take(view));
  t.add({ tiles: ["9/50/171"], everywhere: false });
  assert.ok(!t.take(view));
  assert.ok(t.take({ west: -146, south: 50, east: -144, north: 52 }));
  assert.ok(!t.take({ west: -146, south: 50, east: -144, north: 52 }));
  t.add({ tiles: [], everywhere: true });
  assert.ok(t.take(view));
});
