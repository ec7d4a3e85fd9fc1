// The page /check by itself, against the stand-in server with made-up claims and answers.
// UI_DIR names the built page, SCREENS a directory for screenshots. Run by `go test ./web/browsertest`, or: UI_DIR=… node --test check.test.mjs
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { asked, start, world } from './mock/server.mjs';
import { picture } from './mock/picture.mjs';
import { launch, open, rendered, settled } from './lib/browser.mjs';
import { violations } from './lib/axe.mjs';

const CLAIMS = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, 'mock/claims.json'), 'utf8'));
const SCREENS = process.env.SCREENS ?? '';
const WORDS = { consistent: 'Consistent', inconsistent: 'Inconsistent', ambiguous: 'Ambiguous', not_checkable: 'Not checkable' };

let browser, server;
before(async () => {
  if (SCREENS) fs.mkdirSync(SCREENS, { recursive: true });
  [browser, server] = await Promise.all([launch(), start(process.env.UI_DIR)]);
});
after(async () => {
  await browser?.close();
  server?.close();
});

const link = (name) => `${server.url}/check#${new URLSearchParams(CLAIMS.find((c) => c.name === name).claim)}`;
const openForm = (options = {}) => open(browser, `${server.url}/check`, { ready: 'sit-claim-form form', ...options });
const openAnswer = (name, options = {}) => open(browser, link(name), { ready: 'sit-verdict h2', ...options });
const row = (page, i) => page.locator('sit-evidence li').nth(i);
const marked = (page) => page.locator('sit-verdict mark.on').allInnerTexts();
const activeShapes = (page) => rendered(page, ['check-fill-active', 'check-line-active']);
const focusedText = (page) => page.evaluate(() => {
  let e = document.activeElement;
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  return e?.id || e?.innerText || '';
});
async function shoot(page, name, options = {}) {
  if (SCREENS) fs.writeFileSync(path.join(SCREENS, `check-${name}.png`), await page.screenshot(options));
}

test('keyboard alone: from the empty form to the evidence and back', async () => {
  const { page, complaints, close } = await openForm();
  const claim = CLAIMS.find((c) => c.name === 'consistent').claim;
  for (let i = 0; i < 10 && (await focusedText(page)) !== 'text'; i++) await page.keyboard.press('Tab');
  await page.keyboard.insertText(claim.text);
  await page.keyboard.press('Tab');
  await page.keyboard.type('51.105, 35.335');
  await page.keyboard.press('Tab');
  await page.keyboard.type('2024-12-14 09:40 +03:00');
  await page.keyboard.press('Control+Enter');
  await page.locator('sit-verdict h2').waitFor();
  assert.deepEqual(asked.at(-1), { text: claim.text, coordinates: '51.105, 35.335', published: '2024-12-14T09:40:00+03:00' });
  assert.equal(await focusedText(page), 'verdict', 'the focus is on the answer');
  for (let i = 0; i < 40 && !/^Fits/.test(await focusedText(page)); i++) await page.keyboard.press('Tab');
  assert.match(await focusedText(page), /Distance to the named place/);
  await page.keyboard.press('ArrowDown');
  assert.match(await focusedText(page), /Region/);
  assert.deepEqual(await marked(page), ['in the Kursk region']);
  await settled(page);
  assert.ok((await activeShapes(page)).every((f) => f.properties.check === 1) && (await activeShapes(page)).length > 0, 'the row marks its shape');
  await page.keyboard.press('End');
  assert.match(await focusedText(page), /Day of the week/);
  await page.keyboard.press('ArrowDown');
  assert.match(await focusedText(page), /Day of the week/, 'the last row is the last');
  await page.keyboard.press('Home');
  assert.match(await focusedText(page), /Distance to the named place/);
  await page.keyboard.press('Shift+Tab'); // back over the actions to Edit
  for (let i = 0; i < 30 && !/Edit the claim/.test(await focusedText(page)); i++) await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.locator('sit-claim-form form').waitFor();
  assert.equal(await focusedText(page), 'text');
  assert.equal(await page.locator('#text').inputValue(), claim.text, 'the form keeps the claim');
  assert.deepEqual(complaints, []);
  await close();
});

test('a link fills the form and runs the check; the server never sees it in an address', async () => {
  const seen = [];
  const { page, complaints, close } = await openAnswer('inconsistent', { onRequest: (r) => seen.push(r.url()) });
  assert.equal(await page.locator('sit-verdict h2').innerText(), 'Inconsistent');
  assert.match(await page.locator('sit-verdict .sentence').innerText(), /swapped it fits/);
  assert.equal(asked.at(-1).source, 'Channel & Co');
  assert.ok(seen.length > 3 && seen.every((u) => !/Millford|Geolocated/.test(u.split('#')[0])), seen.join('\n'));
  await page.evaluate((hash) => { location.hash = hash; }, new URL(link('ambiguous')).hash);
  await page.locator('sit-verdict h2').filter({ hasText: 'Ambiguous' }).waitFor();
  await page.reload();
  await page.locator('sit-verdict h2').filter({ hasText: 'Ambiguous' }).waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test('row, words and shape belong together, whichever is pointed at', async () => {
  const { page, complaints, close } = await openAnswer('consistent');
  await settled(page);
  await row(page, 0).hover();
  assert.deepEqual(await marked(page), ['near Northwick']);
  await settled(page);
  assert.deepEqual([...new Set((await activeShapes(page)).map((f) => f.properties.check))], [0]);
  await page.locator('sit-verdict mark a').filter({ hasText: 'about 5 km' }).hover();
  assert.ok(await row(page, 2).evaluate((e) => e.classList.contains('on')), 'the words mark their row');
  const at = await page.evaluate(() => {
    const { map } = document.querySelector('sit-check').view, box = map.getContainer().getBoundingClientRect();
    const p = map.project([35.33, 51.14]); // inside the disc of check 0, and of the region
    return { x: box.left + p.x, y: box.top + p.y };
  });
  await page.mouse.move(at.x, at.y);
  await page.waitForFunction(() => document.querySelector('sit-check').shadowRoot.querySelector('sit-evidence').shadowRoot.querySelector('li.on b')?.textContent === 'Distance to the named place');
  assert.deepEqual(await marked(page), ['near Northwick'], 'the shape marks the words');
  await page.mouse.click(at.x, at.y);
  assert.match(await focusedText(page), /Distance to the named place/);
  await page.locator('sit-verdict mark a').filter({ hasText: 'at dawn' }).click();
  assert.match(await focusedText(page), /Sun and daylight/, 'a quote leads to its row');
  assert.match(page.url(), /#text=/, 'and leaves the address alone');
  assert.deepEqual(complaints, []);
  await close();
});

test('nothing is drawn as certain: the point is a disc, the region an area', async () => {
  const { page, close } = await openAnswer('consistent');
  await settled(page);
  const types = (await page.evaluate(() => {
    const { map } = document.querySelector('sit-check').view;
    return map.querySourceFeatures('evidence').map((f) => `${f.properties.role} ${f.geometry.type}`);
  }));
  assert.ok(types.includes('radius Polygon') && types.includes('check Polygon'), types.join());
  const opacity = await page.evaluate(() => ['check-fill', 'check-fill-active', 'radius-fill'].map((id) => document.querySelector('sit-check').view.map.getPaintProperty(id, 'fill-opacity')));
  assert.ok(opacity.every((o) => o <= 0.2), opacity.join());
  await close();
});

test('an alternative is shown on the map', async () => {
  const { page, close } = await openAnswer('inconsistent');
  await settled(page);
  const button = page.getByRole('button', { name: 'Show A on the map' });
  await button.click();
  await settled(page);
  assert.ok((await rendered(page, ['way'])).length > 0, 'no line leads to it');
  assert.equal(await page.getByRole('button', { name: 'Shown A on the map' }).getAttribute('aria-pressed'), 'true');
  await close();
});

test('faults stand at their field, in plain words', async () => {
  const { page, complaints, close } = await openForm({ allow: [/40[0-9]|501/] });
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  assert.match(await page.locator('#text-error').innerText(), /Give the words/);
  assert.equal(await focusedText(page), 'text');
  await page.locator('#text').fill('bad coordinates');
  await page.locator('#published').fill('2024-12-14 07:30');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  assert.match(await page.locator('#published-error').innerText(), /Add the zone/);
  assert.equal(await focusedText(page), 'published');
  await page.locator('#published').fill('2024-12-14 07:30 +2');
  assert.match(await page.locator('#published-hint').innerText(), /Read as 14 Dec 2024, 07:30 \+02:00/);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.locator('#coordinates-error').filter({ hasText: 'There is no digit in it.' }).waitFor();
  assert.equal(await focusedText(page), 'coordinates', "the server's fault is at its field");
  assert.equal(await page.locator('#coordinates').getAttribute('aria-describedby'), 'coordinates-error coordinates-hint');
  assert.deepEqual(await violations(page), []);
  await page.locator('#text').fill('not here');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByRole('alert').filter({ hasText: 'This server checks no claims.' }).waitFor();
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(complaints, []);
  await close();
});

test('a picture is read here, and only what it says is sent', async () => {
  const { page, complaints, close } = await openForm();
  const bytes = picture({ lat: 51.1, lon: 35.335, direction: 92, taken: '2024:12:14 07:31:00', changed: '2024:12:15 10:00:00', gpsTime: ['2024:12:14', 5, 31, 2], software: '<b>Editor</b>' });
  const requests = [];
  page.on('request', (r) => requests.push(r));
  await page.locator('input[type=file]').setInputFiles({ name: '<i>a</i>.jpg', mimeType: 'image/jpeg', buffer: bytes });
  const facts = page.locator('sit-picture .facts');
  await facts.waitFor();
  for (const want of [/51\.10000, 35\.33500/, /92° from north/, /zone not in the file/, /<b>Editor<\/b>/, /<i>a<\/i>\.jpg/, /changed after it was taken/, new RegExp(createHash('sha256').update(bytes).digest('hex'))]) assert.match(await facts.innerText(), want);
  assert.deepEqual(await violations(page), []);
  await shoot(page, 'picture', { fullPage: true });
  assert.ok(requests.every((r) => r.method() === 'GET'), 'reading the picture sends nothing');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.locator('sit-verdict h2').waitFor();
  assert.deepEqual(Object.keys(asked.at(-1)), ['media']);
  assert.deepEqual(asked.at(-1).media.gps, { lat: 51.1, lon: 35.335 });
  assert.ok(JSON.stringify(asked.at(-1)).length < 600, 'no more than facts');
  assert.deepEqual(complaints, []);
  await close();
});

test('a file that is no picture is refused at its place', async () => {
  const { page, close } = await openForm();
  await page.locator('input[type=file]').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
  assert.match(await page.locator('sit-picture .error').innerText(), /no picture/);
  assert.deepEqual(await violations(page), []);
  await close();
});

test('link, Markdown, GeoJSON and ClaimReview can be taken along', async () => {
  const { page, complaints, close } = await openAnswer('inconsistent', { permissions: ['clipboard-read', 'clipboard-write'] });
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const press = async (name, said) => {
    await page.getByRole('button', { name }).click();
    await page.locator('sit-actions [role=status]').filter({ hasText: said }).waitFor();
  };
  await press('Copy link', 'Link copied');
  assert.equal(new URL(await copied()).search, '');
  assert.deepEqual(Object.fromEntries(new URLSearchParams(new URL(await copied()).hash.slice(1))), CLAIMS.find((c) => c.name === 'inconsistent').claim);
  await press('Copy Markdown', 'Markdown copied');
  assert.match(await copied(), /^## Inconsistent\n[\s\S]*\| Country \| Does not fit \|/);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'GeoJSON' }).click();
  const saved = JSON.parse(fs.readFileSync(await (await saving).path(), 'utf8'));
  assert.ok(saved.features.length === 8 && saved.features[0].properties.role === 'radius');
  await page.getByRole('button', { name: 'ClaimReview …' }).click();
  assert.equal(await page.getByLabel('Who reviews').inputValue(), '', 'there is no default');
  await page.getByRole('button', { name: 'Copy JSON-LD' }).click();
  await page.getByRole('alert').filter({ hasText: 'Say who reviews' }).waitFor();
  await page.getByLabel('Who reviews').fill('A. Person');
  await page.getByLabel('That is').selectOption('Person');
  assert.deepEqual(await violations(page), []);
  await press('Copy JSON-LD', 'ClaimReview copied');
  const review = JSON.parse(await copied());
  assert.deepEqual([review.author.name, review.reviewRating.alternateName, review.reviewRating.ratingValue], ['A. Person', 'Inconsistent', undefined]);
  assert.deepEqual(complaints, []);
  await close();
});

for (const [size, scheme] of [['desktop', 'light'], ['desktop', 'dark'], ['phone', 'light'], ['phone', 'dark']]) {
  test(`every verdict, ${size}, ${scheme}: word and sign, no axe violation, nothing wider than the screen`, async () => {
    const { page, complaints, close } = await openForm({ size, scheme });
    await settled(page);
    await page.locator('sit-claim-form summary').click();
    assert.deepEqual(await violations(page), [], 'the form');
    await shoot(page, `form-${size}-${scheme}`);
    for (const name of Object.keys(WORDS)) {
      await page.evaluate((hash) => { location.hash = hash; }, new URL(link(name)).hash);
      await page.locator('sit-verdict h2').filter({ hasText: new RegExp(`^${WORDS[name]}$`) }).waitFor();
      await settled(page);
      assert.equal(await page.locator('sit-verdict .verdict > .sign').count(), 1);
      assert.equal(await page.evaluate(() => document.querySelectorAll('img:not(.print), script:not([type=module])').length), 0, 'markup in a claim stays text');
      assert.equal(await page.title(), 'Check a claim · sitmap');
      await shoot(page, `${name}-${size}-${scheme}`);
      if (await row(page, 0).count()) await page.locator('sit-evidence button').first().focus();
      assert.deepEqual(await violations(page), [], name);
      const wide = await page.evaluate((width) => document.documentElement.scrollWidth - width, page.viewportSize().width); // a phone widens innerWidth with the page
      assert.ok(wide <= 0, `${name}: ${wide} pixels too wide`);
    }
    assert.deepEqual(complaints, []);
    await close();
  });
}

test('on paper: one page, dark or light, without what only works on a screen', async () => {
  for (const scheme of ['light', 'dark']) {
    const { page, close } = await openAnswer('inconsistent', { scheme });
    await settled(page);
    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
    assert.equal(pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length, 1, 'pages');
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['sit-actions', 'header button', 'header nav', '.map']) assert.ok(!(await page.locator(gone).first().isVisible()), gone);
    const look = await page.locator('sit-verdict .sentence').evaluate((e) => [getComputedStyle(e).color, getComputedStyle(document.body).backgroundColor]);
    assert.deepEqual(look, ['rgb(17, 17, 17)', 'rgb(255, 255, 255)']);
    assert.ok(await page.locator('img.print').evaluate((e) => e.complete && e.naturalWidth > 100), 'the map is printed as a picture');
    if (SCREENS) fs.writeFileSync(path.join(SCREENS, `check-print-${scheme}.pdf`), pdf);
    await shoot(page, `print-${scheme}`, { fullPage: true });
    await close();
  }
});

test('the map page leads here, and an event brings its claim along', async () => {
  const { page, complaints, close } = await open(browser, `${server.url}/?event=e1`);
  assert.equal(await page.getByRole('link', { name: 'Check a claim' }).getAttribute('href'), '/check');
  await page.getByRole('link', { name: 'Check this claim' }).click();
  await page.locator('sit-verdict h2').waitFor();
  assert.equal(asked.at(-1).event, 'e1');
  assert.match(asked.at(-1).text, /about 30 soldiers were killed or wounded during clashes/);
  assert.equal(asked.at(-1).coordinates, '51.10, 35.33', 'the words name none of the three places: the first');
  assert.equal(asked.at(-1).published, '2024-12-16T22:00:00Z');
  assert.deepEqual(complaints, []);
  await close();
});

test('a claim about an event is kept with it, under a name and a reason', async () => {
  const about = `${link('inconsistent')}&event=e1`;
  const { page, complaints, close } = await open(browser, about, { ready: 'sit-save form', allow: [/400/] });
  const save = page.getByRole('button', { name: 'Save with event' });
  await save.click();
  await page.locator('#by-note.error').filter({ hasText: 'Say who rates' }).waitFor();
  await page.getByLabel('Who rates').fill('nobody');
  await save.click();
  await page.locator('#by-note.error').filter({ hasText: 'Nobody cannot rate.' }).waitFor();
  await page.getByLabel('Who rates').fill('<b>A. Person</b>');
  await page.getByLabel('The source, by itself').selectOption('E');
  await save.click();
  await page.locator('#reason-note.error').filter({ hasText: 'needs its reason' }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByLabel('Why', { exact: true }).fill('has swapped before');
  await save.click();
  await page.locator('sit-save li').filter({ hasText: 'Inconsistent, rated E6 by <b>A. Person</b> (has swapped before), 28 Nov 2026, 10:00 UTC' }).waitFor();
  assert.match(await page.locator('sit-save [role=status]').innerText(), /Kept with the event/);
  await page.locator('sit-save').scrollIntoViewIfNeeded();
  await shoot(page, 'save');
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(complaints, []);
  await close();
  world.broken = true;
  const without = await open(browser, about, { ready: 'sit-findings h2', allow: [/501/, /500/] });
  assert.equal(await without.page.locator('sit-save form').count(), 0, 'a server that keeps none is offered none');
  await without.close();
  world.broken = false;
});
