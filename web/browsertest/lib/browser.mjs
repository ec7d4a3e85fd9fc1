// Opens the page in headless Chromium and watches over it: whatever goes to another host, and whatever the
// console calls an error, is kept and makes the test fail.
import { chromium } from 'playwright-core';

const ARGS = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--force-color-profile=srgb', '--hide-scrollbars'];

export const SIZES = {
  desktop: { viewport: { width: 1280, height: 800 } },
  picture: { viewport: { width: 1280, height: 1060 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
};

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ARGS });

/** Opens url and waits for the map page's list, or for what ready names. The result has page, and complaints: one sentence for each thing that must not happen. */
export async function open(browser, url, { size = 'desktop', scheme = 'light', allow = [], ready = '', onRequest = () => {}, ...more } = {}) {
  const context = await browser.newContext({ ...SIZES[size], colorScheme: scheme, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC', ...more });
  const page = await context.newPage();
  const complaints = [];
  const home = new URL(url).origin;
  const complain = (text) => { if (!allow.some((re) => re.test(text))) complaints.push(text); };
  page.on('console', (m) => { if (m.type() === 'error' || m.type() === 'warning') complain(`console ${m.type()}: ${m.text()}`); });
  page.on('pageerror', (e) => complain(`page error: ${e.message}`));
  page.on('request', onRequest);
  page.on('request', (r) => {
    const u = new URL(r.url());
    if (u.origin !== home && u.protocol !== 'data:' && u.protocol !== 'blob:') complain(`request to another host: ${r.url()}`);
  });
  await page.goto(url);
  if (ready !== '') await page.locator(ready).first().waitFor({ timeout: 20000 });
  else await page.locator('sit-list [role=status]').filter({ hasText: /in view|could be read/ }).waitFor({ timeout: 20000 });
  return { page, complaints, close: () => context.close() };
}

/** Waits until the map has drawn everything it knows of. */
export async function settled(page) {
  await page.waitForFunction(() => document.querySelector('sit-app, sit-check')?.view?.map.isStyleLoaded(), null, { timeout: 20000 });
  await page.evaluate(() => new Promise((done) => {
    const { map } = document.querySelector('sit-app, sit-check').view;
    const ready = () => map.loaded() && map.areTilesLoaded() && !map.isMoving();
    const check = () => (ready() ? requestAnimationFrame(() => requestAnimationFrame(done)) : setTimeout(check, 50));
    map.triggerRepaint();
    setTimeout(check, 100);
  }));
}

/** Features drawn by a layer, with the pixel of the page where each lies. */
export const rendered = (page, layers) => page.evaluate((ids) => {
  const { map } = document.querySelector('sit-app, sit-check').view;
  const box = map.getContainer().getBoundingClientRect();
  return map.queryRenderedFeatures({ layers: ids.filter((id) => map.getLayer(id)) }).map((f) => {
    const at = f.geometry.type === 'Point' ? map.project(f.geometry.coordinates) : { x: 0, y: 0 };
    return { layer: f.layer.id, properties: f.properties, lonlat: f.geometry.coordinates, x: box.left + at.x, y: box.top + at.y };
  });
}, layers);

/** Decodes a screenshot; at(x, y) gives [r, g, b] of a CSS pixel, count(x, y, radius, test) how many device pixels pass. */
export async function pixels(browser, png, scale) {
  const page = await browser.newPage();
  const { width, data } = await page.evaluate(async (b64) => {
    const blob = await (await fetch(`data:image/png;base64,${b64}`)).blob();
    const bitmap = await createImageBitmap(blob);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const ctx = canvas.getContext('2d');
    ctx.drawImage(bitmap, 0, 0);
    const bytes = ctx.getImageData(0, 0, bitmap.width, bitmap.height).data;
    let text = '';
    for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
    return { width: bitmap.width, data: btoa(text) };
  }, png.toString('base64'));
  await page.close();
  const rgba = Buffer.from(data, 'base64');
  const at = (x, y) => { const i = (Math.round(y) * width + Math.round(x)) * 4; return [rgba[i], rgba[i + 1], rgba[i + 2]]; };
  return {
    at: (x, y) => at(x * scale, y * scale),
    count(x, y, radius, test) {
      let n = 0;
      for (let dy = -radius * scale; dy <= radius * scale; dy++) for (let dx = -radius * scale; dx <= radius * scale; dx++) if (test(at(x * scale + dx, y * scale + dy))) n++;
      return n;
    },
  };
}

/** A test for pixels close to a colour "#rrggbb". */
export const like = (hex, tolerance = 28) => {
  const want = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
  return (rgb) => rgb.every((v, i) => Math.abs(v - want[i]) <= tolerance);
};
