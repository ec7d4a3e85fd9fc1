// The whole way: a server with the sample reports, and a browser that must see their villages on the canvas.
// SITMAP_URL names the running server, SCREENS a directory for screenshots, PICTURE a file for the README's picture.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { launch, like, open, pixels, rendered, settled } from './lib/browser.mjs';
import { violations } from './lib/axe.mjs';

const URL_BASE = process.env.SITMAP_URL;
const SCREENS = process.env.SCREENS ?? '';
// The three villages and Sudzha, as close as the page's size allows.
const CAMERAS = { desktop: '#10.3/51.165/35.40', phone: '#9.4/51.165/35.40' };

// Where the villages are, from OpenStreetMap and the survey of the district; 2 km is allowed for.
const VILLAGES = [
  { name: /^Pl[yj]?[oe]khovo$/i, lat: 51.10, lon: 35.33 },
  { name: /^Vorozhba$/i, lat: 51.16, lon: 35.49 },
  { name: /^Mart[yi]novka$/i, lat: 51.24, lon: 35.36 },
];
// What a mark of fighting is painted with.
const RED = { light: '#b0281d', dark: '#ff7d6b' };

let browser;
before(async () => {
  assert.ok(URL_BASE, 'SITMAP_URL is not set; run this through: go test ./web/browsertest');
  if (SCREENS) fs.mkdirSync(SCREENS, { recursive: true });
  browser = await launch();
});
after(() => browser?.close());

function km(aLon, aLat, bLon, bLat) {
  const r = Math.PI / 180;
  const s = Math.sin(((bLat - aLat) * r) / 2) ** 2 + Math.cos(aLat * r) * Math.cos(bLat * r) * Math.sin(((bLon - aLon) * r) / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.sqrt(s));
}

async function shoot(page, name) {
  const png = await page.screenshot();
  if (SCREENS) fs.writeFileSync(path.join(SCREENS, `${name}.png`), png);
  return png;
}

/** The drawn mark of a village; fails when it is not there, or elsewhere. */
function findVillage(marks, v) {
  const named = marks.filter((m) => v.name.test(m.properties.name));
  assert.ok(named.length > 0, `${v.name} is not drawn; drawn are ${[...new Set(marks.map((m) => m.properties.name))].join(', ') || 'none'}`);
  const near = named.find((m) => km(...m.lonlat, v.lon, v.lat) <= 2);
  assert.ok(near, `${v.name} is drawn at ${named.map((m) => m.lonlat.map((x) => x.toFixed(3)).join(',')).join(' ')}, more than 2 km from ${v.lon},${v.lat}`);
  return near;
}

for (const size of ['desktop', 'phone']) {
  for (const scheme of ['light', 'dark']) {
    test(`${size}, ${scheme}: the three villages`, async () => {
      const scale = size === 'phone' ? 2 : 1;
      const { page, complaints, close } = await open(browser, `${URL_BASE}/${CAMERAS[size]}`, { size, scheme });
      await settled(page);
      const png = await shoot(page, `${size}-${scheme}-map`);

      const marks = await rendered(page, ['event-points']);
      const found = VILLAGES.map((v) => findVillage(marks, v));
      const image = await pixels(browser, png, scale);
      for (const m of found) {
        const red = image.count(m.x, m.y, 13, like(RED[scheme]));
        assert.ok(red >= 20 * scale, `${m.properties.name}: ${red} red pixels at ${Math.round(m.x)},${Math.round(m.y)}`);
      }
      const bare = image.count(found[0].x + 60, found[0].y + 40, 8, like(RED[scheme], 12));
      assert.equal(bare, 0, 'there is red where no event is');

      assert.ok((await rendered(page, ['place-labels'])).length > 0, 'the basemap has no label');
      assert.ok((await rendered(page, ['land'])).length > 0, 'the basemap has no land');
      assert.ok((await rendered(page, ['borders', 'borders-disputed'])).length > 0, 'the border is not drawn');
      assert.ok((await rendered(page, ['regions-fill'])).length >= 3, 'the uncertainty is not drawn');
      assert.deepEqual(await violations(page), []);

      if (size === 'phone') await page.touchscreen.tap(found[1].x, found[1].y);
      else await page.mouse.click(found[1].x, found[1].y);
      await readPopup(page);
      await page.waitForFunction(() => document.querySelector('sit-app').view.map.queryRenderedFeatures({ layers: ['outline-line'] }).length > 0, null, { timeout: 20000 });
      await settled(page);
      await shoot(page, `${size}-${scheme}-event`);
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(complaints, []);
      await close();
    });
  }
}

/** Reads the panel of the clicked event as a person would. */
async function readPopup(page) {
  const panel = page.locator('sit-detail aside');
  await panel.locator('mark').first().waitFor();
  const text = await panel.innerText();
  const quoted = (await panel.locator('mark').allInnerTexts()).join(' ');
  assert.ok(quoted.trim().length > 10, `the quoted words are missing: ${quoted}`);
  assert.match(await panel.locator('blockquote').first().innerText(), new RegExp(quoted.slice(0, 10).replace(/[^\w ]/g, '.')), 'the quote stands in its context');
  for (const want of [/Vorozhba/, /Kursk/, /Russia/, /Dec(ember)? 2024/, /unverified|verified|disputed|no word on checks/, /Why this place/, /Within \d/, /published 16 Dec 2024/, /killed or wounded|clash|assault/i]) {
    assert.match(text, want);
  }
  assert.ok((await panel.locator('.bars li').count()) > 0, 'no reason is given for the place');
  assert.match(text, /Ukraine/, 'the well-known namesake is not among the runners-up');
}

test('hovering the list shows where on the map, and the first view holds everything', async () => {
  const { page, complaints, close } = await open(browser, `${URL_BASE}/`);
  await settled(page);
  await shoot(page, 'desktop-light-first-view');
  const status = await page.locator('sit-list [role=status]').innerText();
  const [, here, all] = /^([\d,]+) of ([\d,]+) events? in view/.exec(status) ?? [];
  const unplaced = Number(/(\d+) without a place/.exec(status)?.[1] ?? 0);
  assert.equal(Number(here) + unplaced, Number(all), status);
  const item = page.locator('sit-list button.item').first();
  await item.hover();
  await settled(page);
  assert.ok((await rendered(page, ['focus-hover'])).length > 0, 'the hovered event is not marked');
  assert.deepEqual(complaints, []);
  await close();
});

test('the picture of the README', { skip: process.env.PICTURE ? false : 'PICTURE is not set' }, async () => {
  const { page, close } = await open(browser, `${URL_BASE}/${CAMERAS.desktop}`, { size: 'picture' });
  await settled(page);
  const marks = await rendered(page, ['event-points']);
  const at = findVillage(marks, VILLAGES[1]);
  await page.mouse.click(at.x, at.y);
  await page.locator('sit-detail mark').first().waitFor();
  await page.mouse.move(700, 780);
  await settled(page);
  fs.mkdirSync(path.dirname(process.env.PICTURE), { recursive: true });
  fs.writeFileSync(process.env.PICTURE, await page.screenshot());
  await close();
});
