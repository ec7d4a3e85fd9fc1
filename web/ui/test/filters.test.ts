import { test } from "node:test";
import assert from "node:assert/strict";
import { activeCount, filtersFromQuery, filtersToParams, noFilters, pageQuery, toggle } from "../src/model/filters.ts";
import { initialState } from "../src/data/store.ts";

test("filters come back from the address as they went in", () => {
  const f = { ...noFilters(), from: "2024-12-01", to: "2024-12-31", types: ["Armed clash", "Shelling/artillery/missile attack"], verification: ["none"], sources: ["A & B"], q: "мост, река" };
  assert.deepEqual(filtersFromQuery(pageQuery(f, "e1", "heat")), f);
  assert.equal(activeCount(f), 6);
});

test("open ends and single days", () => {
  assert.equal(filtersToParams({ ...noFilters(), from: "2024-12-01" }).get("datetime"), "2024-12-01/..");
  assert.equal(filtersToParams({ ...noFilters(), to: "2024-12-01" }).get("datetime"), "../2024-12-01");
  assert.equal(filtersToParams({ ...noFilters(), from: "2024-12-01", to: "2024-12-01" }).get("datetime"), "2024-12-01");
  assert.deepEqual(filtersFromQuery("?datetime=../2024-12-01"), { ...noFilters(), to: "2024-12-01" });
  assert.deepEqual(filtersFromQuery("?datetime=soon/later"), noFilters());
});

test("nothing chosen, nothing in the address", () => {
  assert.equal(pageQuery(noFilters(), "", "points"), "");
  assert.equal(filtersToParams(noFilters()).toString(), "");
});

test("toggle adds and removes", () => {
  assert.deepEqual(toggle(["a"], "b"), ["a", "b"]);
  assert.deepEqual(toggle(["a", "b"], "a"), ["b"]);
});

test("a shared link selects its event", () => {
  assert.equal(initialState("?event=a%2Fb", "light").selected, "a/b");
  assert.equal(initialState("", "light").selected, "");
});
