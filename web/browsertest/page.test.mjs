// The page by itself, against the stand-in server with made-up events.
// UI_DIR names the built page. Run by `go test ./web/browsertest`, or: UI_DIR=… node --test page.test.mjs
import { after, before, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { arrive, start, world } from './mock/server.mjs';
import { EVENTS } from './mock/events.mjs';
import { launch, like, open, pixels, rendered, settled } from './lib/browser.mjs';
import { violations } from './lib/axe.mjs';

let browser, server;
before(async () => {
  [browser, server] = await Promise.all([launch(), start(process.env.UI_DIR)]);
});
after(async () => {
  await browser?.close();
  server?.close();
});
beforeEach(() => {
  world.events = [...EVENTS];
  world.broken = false;
});

const status = (page) => page.locator('sit-list [role=status]').innerText();
const item = (page, id) => page.locator(`sit-list button[data-id="${id}"]`);

test('markup in a report stays text', async () => {
  const { page, complaints, close } = await open(browser, `${server.url}/?event=e4`);
  const panel = page.locator('sit-detail aside');
  await panel.getByText('<script>alert(1)</script>').first().waitFor();
  assert.equal(await page.title(), 'sitmap');
  assert.equal(await page.evaluate(() => document.querySelectorAll('img, script:not([type=module])').length), 0);
  assert.equal(await panel.locator('a[href^="javascript"]').count(), 0);
  await panel.getByText('Disputed ground.').waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test('list, map and address stay in step', async () => {
  const { page, complaints, close } = await open(browser, `${server.url}/#9.5/51.17/35.4`);
  await settled(page);
  assert.match(await status(page), /3 of 7 events in view, 1 without a place/);
  const names = (await rendered(page, ['event-points'])).map((f) => f.properties.name);
  assert.deepEqual([...new Set(names)].sort(), ['Millford', 'Northwick', 'Стара Гора']);
  assert.ok(await item(page, 'e5').isVisible(), 'the event without a place is in the list');
  await item(page, 'e1').click();
  await page.locator('sit-detail h2').filter({ hasText: 'Armed clash' }).waitFor();
  assert.match(page.url(), /\?event=e1#/);
  assert.match(await page.locator('sit-detail mark').innerText(), /30 soldiers were killed or wounded/);
  await page.keyboard.press('Escape');
  await page.locator('sit-detail aside').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.querySelector('sit-app').shadowRoot.querySelector('sit-list').shadowRoot.activeElement?.dataset.id), 'e1', 'the focus goes back to the list');
  assert.deepEqual(complaints, []);
  await close();
});

test('several events at one spot can all be read', async () => {
  const { page, close } = await open(browser, `${server.url}/#10/51.12/35.33`);
  await settled(page);
  const at = (await rendered(page, ['event-points'])).find((f) => f.properties.name === 'Northwick');
  await page.mouse.click(at.x, at.y);
  const pager = page.locator('sit-detail .pager');
  await pager.getByText('of 3 events at this spot').waitFor();
  const seen = new Set();
  for (let i = 0; i < 3; i++) {
    seen.add(await page.locator('sit-detail h2').innerText());
    await pager.getByRole('button', { name: 'Next event at this spot' }).click();
  }
  assert.equal(seen.size, 3);
  await close();
});

test('filters go to the address and come back from it', async () => {
  const { page, close } = await open(browser, `${server.url}/`);
  await page.locator('sit-filters summary').click();
  await page.getByRole('button', { name: /^verified/ }).click();
  await page.waitForFunction(() => location.search.includes('verification=verified'));
  await page.locator('sit-list [role=status]').filter({ hasText: 'of 2 events' }).waitFor();
  const again = await open(browser, page.url());
  assert.match(await status(again.page), /of 2 events/);
  await again.page.getByRole('button', { name: 'Clear all filters' }).click();
  await again.page.locator('sit-list [role=status]').filter({ hasText: 'of 7 events' }).waitFor();
  assert.equal(new URL(again.page.url()).search, '');
  await again.close();
  await close();
});

test('a range is dragged on the histogram', async () => {
  const { page, close } = await open(browser, `${server.url}/`);
  const box = await page.locator('sit-histogram svg').boundingBox();
  await page.mouse.move(box.x + 2, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 20, { steps: 4 });
  await page.mouse.up();
  await page.locator('sit-list [role=status]').filter({ hasText: 'of 2 events' }).waitFor();
  assert.match(page.url(), /datetime=2024-10-01\/2024-11-/);
  await close();
});

test('search, nothing found, and back', async () => {
  const { page, close } = await open(browser, `${server.url}/`);
  await page.getByRole('searchbox').fill('no such word');
  await page.getByText('No event fits these filters.').waitFor();
  await page.getByRole('button', { name: 'Clear all filters' }).first().click();
  await page.locator('sit-list [role=status]').filter({ hasText: 'of 7 events' }).waitFor();
  assert.equal(await page.getByRole('searchbox').inputValue(), '');
  await close();
});

test('an empty database says what to do', async () => {
  world.events = [];
  const { page, complaints, close } = await open(browser, `${server.url}/`);
  await page.getByText('sitmap ingest').waitFor();
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(complaints, []);
  await close();
});

test('a broken server is said, and tried again', async () => {
  world.broken = true;
  const { page, close } = await open(browser, `${server.url}/`, { allow: [/./] });
  await page.getByRole('alert').getByText('The database is gone.').waitFor();
  const again = page.getByRole('button', { name: 'Try again' });
  const asked = page.waitForRequest((r) => r.url().includes('/api/'));
  await again.click();
  await asked;
  await page.getByRole('alert').getByText('The database is gone.').waitFor();
  world.broken = false;
  // The page also tries again by itself, and then the button is gone before it can be clicked.
  await again.click({ timeout: 15000 }).catch(() => {});
  await page.locator('sit-list [role=status]').filter({ hasText: 'of 7 events' }).waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
  await close();
});

test('new events are announced, not forced on the reader', async () => {
  const { page, close } = await open(browser, `${server.url}/`);
  arrive({ ...EVENTS[1], id: 'new1' });
  const chip = page.getByRole('button', { name: '1 new event' });
  await chip.waitFor();
  assert.match(await status(page), /of 7 events/);
  await chip.click();
  await page.locator('sit-list [role=status]').filter({ hasText: 'of 8 events' }).waitFor();
  assert.equal(await chip.count(), 0);
  await close();
});

test('the map asks for its tiles anew when one in view has changed, and not before', async () => {
  let asked = 0;
  const { page, complaints, close } = await open(browser, `${server.url}/#9.5/51.17/35.4`, { onRequest: (r) => { if (r.url().includes('/tiles/events/')) asked += 1; } });
  await settled(page);
  const before = asked;
  assert.ok(before > 0);
  arrive({ ...EVENTS[1], id: 'far' }, ['9/50/171']);
  await page.getByRole('button', { name: '1 new event' }).waitFor();
  await page.waitForTimeout(1000);
  assert.equal(asked, before);
  arrive({ ...EVENTS[1], id: 'near' }, ['9/306/171']);
  for (const end = Date.now() + 10000; asked === before && Date.now() < end; ) await page.waitForTimeout(50);
  assert.ok(asked > before, 'the changed tile was not asked for');
  assert.deepEqual(complaints, []);
  await close();
});

const wants = (layer) => (r) => r.url().includes('/tiles/events/') && new URL(r.url()).searchParams.get('layers') === layer;

test('heat and grid come from tiles of their own, and the address keeps the choice', async () => {
  const asked = [];
  const { page, complaints, close } = await open(browser, `${server.url}/#5/50/34`, { onRequest: (r) => { if (r.url().includes('/tiles/events/')) asked.push(new URL(r.url()).searchParams.get('layers')); } });
  await settled(page);
  assert.deepEqual([...new Set(asked)], [null], 'only events are asked for at first');
  assert.ok((await rendered(page, ['clusters'])).length > 0);
  for (const [name, layer] of [['Heat', 'heat'], ['Grid', 'grid']]) {
    const request = page.waitForRequest(wants(layer));
    await page.getByRole('radio', { name }).check();
    await request;
    await settled(page);
    assert.match(page.url(), new RegExp(`\\?show=${layer}#`));
    assert.equal((await rendered(page, ['clusters', 'cluster-counts', 'event-points'])).length, 0, `${name}: marks are still there`);
  }
  const squares = await rendered(page, ['grid-fill']);
  const here = EVENTS.flatMap((e) => e.places).filter((p) => p.lat > 40).length;
  assert.equal(squares.reduce((n, f) => n + f.properties.count, 0), here, 'the squares do not hold every place in view once');
  assert.ok((await rendered(page, ['grid-counts'])).length > 0, 'no number stands in the squares');
  asked.length = 0;
  await page.getByRole('radio', { name: 'Points' }).check();
  await settled(page);
  assert.equal(new URL(page.url()).search, '');
  assert.ok((await rendered(page, ['clusters'])).length > 0);
  assert.ok(!asked.includes('heat') && !asked.includes('grid'));
  assert.deepEqual(complaints, []);
  await close();
});

test('the heat map is drawn, and the key says what its colours are', async () => {
  const { page, complaints, close } = await open(browser, `${server.url}/?show=heat#5/50/34`);
  await settled(page);
  const at = await page.evaluate(() => {
    const { map } = document.querySelector('sit-app').view;
    const box = map.getContainer().getBoundingClientRect(), p = map.project([35.36, 51.16]);
    return { x: box.left + p.x, y: box.top + p.y };
  });
  const warm = ([r, , b]) => r - b > 60; // sand to red; ground, sea and labels are grey
  const look = async () => (await pixels(browser, await page.screenshot(), 1)).count(at.x, at.y, 14, warm);
  assert.ok((await look()) > 100, 'no heat where five places are');
  await page.locator('sit-legend summary').click();
  await page.getByText(/The fullest cell here holds \d+\./).waitFor();
  await page.getByRole('radio', { name: 'Points' }).check();
  await page.getByText('Many at a time: the number').waitFor();
  await settled(page);
  assert.ok((await look()) < 20, 'the heat stays');
  assert.deepEqual(complaints, []);
  await close();
});

test('arrow keys choose how events are shown', async () => {
  const { page, close } = await open(browser, `${server.url}/`);
  await page.getByRole('group', { name: 'Show events as' }).getByRole('radio', { name: 'Points' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => location.search === '?show=heat');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => location.search === '?show=grid');
  assert.ok(await page.getByRole('radio', { name: 'Grid' }).isChecked());
  await close();
});

test('a square zooms in, and its events stand on it closer in', async () => {
  const { page, complaints, close } = await open(browser, `${server.url}/?show=grid#9/51.17/35.4`);
  await settled(page);
  assert.equal((await rendered(page, ['event-points'])).length, 0);
  const at = await page.evaluate(() => {
    const { map } = document.querySelector('sit-app').view;
    const box = map.getContainer().getBoundingClientRect(), p = map.project([35.33, 51.1]);
    return { x: box.left + p.x, y: box.top + p.y };
  });
  await page.mouse.move(at.x, at.y);
  await page.locator('.tip-place').filter({ hasText: /^3 events$/ }).waitFor();
  await page.mouse.click(at.x, at.y);
  await page.waitForFunction(() => document.querySelector('sit-app').view.map.getZoom() >= 11);
  await settled(page);
  assert.equal((await rendered(page, ['event-points'])).length, 3);
  assert.deepEqual(complaints, []);
  await close();
});

test('regions come from tiles, the chosen event has its own at every zoom, and the switch hides both', async () => {
  const geojson = [];
  const { page, complaints, close } = await open(browser, `${server.url}/#9.5/51.17/35.4`, { onRequest: (r) => { if (r.url().includes('/layers/regions')) geojson.push(r.url()); } });
  await settled(page);
  const discs = new Set((await rendered(page, ['regions-line'])).map((f) => JSON.stringify([f.properties.radius_m, f.properties.count])));
  assert.ok(discs.has('[3000,2]'), `two events of one place share a disc: ${[...discs]}`);
  assert.deepEqual(geojson, [], 'regions of all events are asked for');
  await item(page, 'e1').click();
  await page.locator('sit-detail mark').first().waitFor();
  const outline = () => page.evaluate(() => document.querySelector('sit-app').view.map.querySourceFeatures('outline').map((f) => f.properties.name ?? f.properties.event));
  await page.waitForFunction(() => document.querySelector('sit-app').view.map.queryRenderedFeatures({ layers: ['outline-line'] }).length >= 3);
  assert.deepEqual([...new Set(await outline())], ['e1'], 'another event is outlined');
  await page.evaluate(() => document.querySelector('sit-app').view.map.jumpTo({ zoom: 7 }));
  await settled(page);
  assert.equal((await rendered(page, ['regions-line', 'regions-fill'])).length, 0);
  assert.ok((await rendered(page, ['outline-line'])).length >= 3, 'the chosen region is gone below zoom 9');
  await page.evaluate(() => document.querySelector('sit-app').view.map.jumpTo({ zoom: 9.5 }));
  await page.getByRole('button', { name: 'Draw how uncertain each place is' }).click();
  await settled(page);
  assert.equal((await rendered(page, ['regions-line', 'outline-line'])).length, 0);
  assert.deepEqual(complaints, []);
  await close();
});

test('a change refreshes the layers that are shown', async () => {
  for (const layer of ['heat', 'grid', 'regions']) {
    const { page, complaints, close } = await open(browser, `${server.url}/${layer === 'regions' ? '' : `?show=${layer}`}#9.5/51.17/35.4`);
    await settled(page);
    const again = page.waitForRequest(wants(layer));
    arrive({ ...EVENTS[1], id: `near-${layer}` }, ['9/306/171']);
    await again;
    assert.deepEqual(complaints, []);
    await close();
  }
});

test('the number of a circle that another covers moves aside', async () => {
  // two cells side by side with their events 15 pixels from each other, and a third far away
  const spot = (n, lon, lat) => Array.from({ length: n }, (_, i) => ({ ...EVENTS[1], id: `${lon}-${i}`, places: [{ ...EVENTS[1].places[0], lon, lat }] }));
  world.events = [...spot(12, 33.85, 51.1), ...spot(3, 33.5, 50.8), ...spot(5, 33.9, 47)];
  const { page, complaints, close } = await open(browser, `${server.url}/#4.2/50/34`, { size: 'phone' });
  await settled(page);
  const circles = await rendered(page, ['clusters']);
  const [small, large] = [3, 12].map((n) => circles.find((c) => c.properties.count === n));
  const apart = Math.hypot(small.x - large.x, small.y - large.y);
  assert.ok(apart > 5 && apart < 20, `the circles are ${apart} pixels apart`);
  // white of the number in the half of the large circle that is free
  const aside = { x: large.x - ((small.x - large.x) / apart) * 6, y: large.y - ((small.y - large.y) / apart) * 6 };
  const white = async () => (await pixels(browser, await page.screenshot(), 2)).count(aside.x, aside.y, 4, like('#ffffff', 40));
  const seen = await white();
  assert.ok(seen > 20, `${seen} pixels of a number`);
  await page.evaluate(() => document.querySelector('sit-app').view.map.setLayoutProperty('cluster-counts', 'text-variable-anchor-offset', ['literal', ['center', [0, 0]]]));
  await settled(page);
  await page.waitForTimeout(700);
  assert.ok((await white()) < seen / 4, 'the number does not keep off the other circle');
  assert.deepEqual(complaints, []);
  await close();
});

test('on a phone the credit is folded and can be opened', async () => {
  const { page, close } = await open(browser, `${server.url}/`, { size: 'phone' });
  await settled(page);
  const credit = page.locator('.maplibregl-ctrl-attrib-inner');
  assert.ok(!(await credit.isVisible()), 'the credit lies on the map');
  await page.getByLabel('Toggle attribution').tap();
  assert.match(await credit.innerText(), /made-up ground/);
  assert.ok(await credit.isVisible());
  await page.getByLabel('Toggle attribution').tap();
  assert.ok(!(await credit.isVisible()));
  await close();
});

test('keyboard alone reaches an event and its reasons', async () => {
  const { page, close } = await open(browser, `${server.url}/`);
  await settled(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter'); // "Go to the list of events"
  const focused = () => page.evaluate(() => document.querySelector('sit-app').shadowRoot.querySelector('sit-list').shadowRoot.activeElement?.dataset.id);
  const first = await focused();
  assert.ok(first, 'the skip link leads to the list');
  await page.keyboard.press('ArrowDown');
  const second = await focused();
  assert.notEqual(second, first);
  await page.keyboard.press('Enter');
  await page.locator('sit-detail aside').waitFor();
  assert.match(page.url(), new RegExp(`event=${second}`));
  assert.equal(await page.evaluate(() => document.querySelector('sit-app').shadowRoot.querySelector('sit-detail').shadowRoot.activeElement?.id), 'title');
  await close();
});

test('a runner-up is shown on the map', async () => {
  const { page, close } = await open(browser, `${server.url}/?event=e1#9/51.17/35.4`);
  await settled(page);
  await page.getByRole('button', { name: /Millford.*Sumy, Ukraine.*away/ }).click();
  await settled(page);
  const marks = await rendered(page, ['focus-runner-up', 'focus-line']);
  assert.ok(marks.some((f) => f.layer === 'focus-runner-up') && marks.some((f) => f.layer === 'focus-line'));
  await close();
});

test('light and dark change the whole page, marks included', async () => {
  const { page, complaints, close } = await open(browser, `${server.url}/#9.5/51.17/35.4`);
  await settled(page);
  const look = () => page.evaluate(() => {
    const { map } = document.querySelector('sit-app').view;
    return [getComputedStyle(document.body).backgroundColor, map.getPaintProperty('land', 'fill-color'), map.listImages().some((n) => n.startsWith('event/dark/'))];
  });
  const light = await look();
  await page.getByRole('button', { name: 'Use dark colours' }).click();
  await settled(page);
  const dark = await look();
  assert.notEqual(dark[0], light[0]);
  assert.notEqual(dark[1], light[1]);
  assert.deepEqual([light[2], dark[2]], [false, true]);
  assert.equal((await rendered(page, ['event-points'])).length, 5);
  await page.reload();
  await settled(page);
  assert.deepEqual((await look()).slice(0, 2), dark.slice(0, 2), 'the choice is kept');
  assert.deepEqual(complaints, []);
  await close();
});

test('no axe violation in any state, light and dark, desktop and phone', async () => {
  for (const [size, scheme, events] of [['desktop', 'light', ['e1', 'e4']], ['phone', 'dark', ['e1']], ['desktop', 'dark', ['e4']], ['phone', 'light', []]]) {
    const { page, complaints, close } = await open(browser, `${server.url}/#9/51.17/35.4`, { size, scheme });
    await settled(page);
    await page.locator('sit-filters summary').click();
    await page.locator('sit-legend summary').click();
    assert.deepEqual(await violations(page), [], `${size} ${scheme}: list, filters and key`);
    for (const name of ['Heat', 'Grid']) {
      await page.getByRole('radio', { name }).check();
      await settled(page);
      assert.deepEqual(await violations(page), [], `${size} ${scheme}: ${name} and its key`);
    }
    await page.getByRole('radio', { name: 'Points' }).check();
    for (const id of events) {
      await page.goto(`${server.url}/?event=${id}#9/51.17/35.4`);
      await page.locator('sit-detail blockquote').waitFor();
      assert.deepEqual(await violations(page), [], `${size} ${scheme}: event ${id}`);
    }
    assert.deepEqual(complaints, []);
    await close();
  }
});
