// The page by itself, against the stand-in server with made-up events.
// UI_DIR names the built page. Run by `go test ./web/browsertest`, or: UI_DIR=… node --test page.test.mjs
import { after, before, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { arrive, start, world } from './mock/server.mjs';
import { EVENTS } from './mock/events.mjs';
import { launch, open, rendered, settled } from './lib/browser.mjs';
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
    for (const id of events) {
      await page.goto(`${server.url}/?event=${id}#9/51.17/35.4`);
      await page.locator('sit-detail blockquote').waitFor();
      assert.deepEqual(await violations(page), [], `${size} ${scheme}: event ${id}`);
    }
    assert.deepEqual(complaints, []);
    await close();
  }
});
