// A small stand-in for the server, for the page's own fast test: same routes and shapes, made-up events.
// node mock/server.mjs DIR [PORT]   serves the built page in DIR; prints "listening on URL".
import http from 'node:http';
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { EVENTS, feature } from './events.mjs';

const require = createRequire(path.resolve(import.meta.dirname, '../../ui/package.json'));
const load = async (name) => import(pathToFileURL(require.resolve(name).replace('geojson-vt.js', 'geojson-vt.mjs')).href);
const { GeoJSONVT } = await load('@maplibre/geojson-vt');
const { fromGeojsonVt } = await load('@maplibre/vt-pbf');

const CLAIMS = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, 'claims.json'), 'utf8'));
/** What the page sent to /api/check, newest last. */
export const asked = [];
const CSP = "default-src 'self'; worker-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };

/** State that tests change: extra events that "arrive", and a switch that breaks the API. */
export const world = { events: [...EVENTS], broken: false, streams: new Set() };

function filtered(q) {
  const [from, to] = q.has('datetime') ? [...q.get('datetime').split('/'), q.get('datetime')].slice(0, 2) : ['', ''];
  const open = (s) => (s === '..' ? '' : s);
  const words = (q.get('q') ?? '').toLowerCase();
  const box = (q.get('bbox') ?? '').split(',').map(Number);
  return world.events.filter((e) => {
    const a = e.date_start || e.date_end, b = e.date_end || e.date_start;
    if (open(from) && !(b >= open(from))) return false;
    if (open(to) && !(a !== '' && a <= open(to))) return false;
    if (q.has('type') && !q.getAll('type').includes(e.type)) return false;
    if (q.has('verification') && !q.getAll('verification').includes(e.verification)) return false;
    if (q.has('source') && !q.getAll('source').includes(e.source.outlet)) return false;
    if (words && !JSON.stringify(e).toLowerCase().includes(words)) return false;
    return box.length < 4 || e.places.some((p) => p.lon >= box[0] && p.lon <= box[2] && p.lat >= box[1] && p.lat <= box[3]);
  });
}

const tally = (list) => list.reduce((m, k) => ({ ...m, [k]: (m[k] ?? 0) + 1 }), {});

function counts(list) {
  const days = tally(list.map((e) => e.date_start).filter((d) => d !== ''));
  const facet = (values) => Object.entries(tally(values)).map(([value, count]) => ({ value, count }));
  return {
    version: 1, events: list.length, places: points(list).length, without_place: list.filter((e) => e.places.length === 0).length, outside_tiles: 0,
    undated: list.filter((e) => e.date_start === '').length,
    time: { bin: 'day', bins: Object.entries(days).map(([d, count]) => ({ start: d, end: d, count })) },
    facets: { type: facet(list.map((e) => e.type)), verification: facet(list.map((e) => e.verification)), source: facet(list.map((e) => e.source.outlet)) },
  };
}

function disc(p) {
  const ring = [];
  for (let i = 0; i <= 48; i++) {
    const a = (-i / 48) * 2 * Math.PI;
    ring.push([p.lon + (Math.sin(a) * p.radius_m) / (111320 * Math.cos((p.lat * Math.PI) / 180)), p.lat + (Math.cos(a) * p.radius_m) / 111320]);
  }
  return ring;
}

const regions = (list) => ({
  type: 'FeatureCollection',
  features: list.flatMap((e) => e.places.map((p, i) => ({
    type: 'Feature', geometry: { type: 'Polygon', coordinates: [disc(p)] },
    properties: { event: e.id, place: i, kind: 'disc', radius_m: p.radius_m, type: e.type, verification: e.verification },
  }))),
});

const points = (list) => list.flatMap((e) => e.places.map((p, i) => ({
  type: 'Feature', geometry: { type: 'Point', coordinates: [p.lon, p.lat] },
  properties: { id: e.id, place: i, type: e.type, date_start: e.date_start, date_end: e.date_end, name: p.name, country: p.country, radius_m: p.radius_m, verification: e.verification },
})));

function clustersOf(list, z) {
  const cells = new Map();
  for (const f of points(list)) {
    const [lon, lat] = f.geometry.coordinates, size = 60 / 2 ** z;
    const key = `${Math.floor(lon / size)},${Math.floor(lat / size)}`;
    cells.set(key, [...(cells.get(key) ?? []), f]);
  }
  return [...cells.values()].map((c) => ({
    type: 'Feature', geometry: c[0].geometry,
    properties: { count: c.length, cluster_id: 1, expansion_zoom: 9, event: c[0].properties.id, type: c[0].properties.type, verification: c[0].properties.verification },
  }));
}

/** Discs of places with the same position and radius are one, as the server draws them. */
function discsOf(list) {
  const discs = new Map();
  for (const [e, p, i] of list.flatMap((e) => e.places.map((p, i) => [e, p, i]))) {
    const key = `${p.lon},${p.lat},${p.radius_m}`, known = discs.get(key);
    if (known) discs.set(key, { ...known, properties: { radius_m: p.radius_m, count: known.properties.count + 1 } });
    else discs.set(key, { type: 'Feature', geometry: { type: 'Polygon', coordinates: [disc(p)] }, properties: { radius_m: p.radius_m, count: 1, id: e.id, place: i } });
  }
  return [...discs.values()];
}

const mercatorY = (lat) => (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2;
const latitude = (y) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;

/** Places by cells, so many to a tile's side: points in their middle, or squares. */
function cellsOf(list, z, side, square) {
  const cells = new Map(), n = side * 2 ** z;
  for (const f of points(list)) {
    const [lon, lat] = f.geometry.coordinates, key = `${Math.floor((lon / 360 + 0.5) * n)},${Math.floor(mercatorY(lat) * n)}`;
    cells.set(key, (cells.get(key) ?? 0) + 1);
  }
  return [...cells].map(([key, count]) => {
    const [x, y] = key.split(',').map(Number), lon = (c) => (c / n - 0.5) * 360, lat = (r) => latitude(r / n);
    const ring = [[x, y], [x, y + 1], [x + 1, y + 1], [x + 1, y], [x, y]].map(([c, r]) => [lon(c), lat(r)]);
    const geometry = square ? { type: 'Polygon', coordinates: [ring] } : { type: 'Point', coordinates: [lon(x + 0.5), lat(y + 0.5)] };
    return { type: 'Feature', geometry, properties: square ? { count, events: count } : { count, killed: 0 } };
  });
}

/** The layers of a tile of events that are asked for. */
function eventLayers(list, z, names) {
  const make = {
    events: () => (z < 9 ? clustersOf(list, z) : points(list)), regions: () => (z < 9 ? [] : discsOf(list)),
    heat: () => cellsOf(list, z, 64, false), grid: () => cellsOf(list, z, 16, true),
  };
  return Object.fromEntries(names.map((name) => [name, collection(make[name]())]));
}

const collection = (features) => ({ type: 'FeatureCollection', features });
const LAND = collection([[-170, -60, -35, 72], [-12, -35, 60, 70], [60, 5, 170, 72], [112, -40, 154, -12]].map(([w, s, e, n]) => ({
  type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [[[w, s], [e, s], [e, n], [w, n], [w, s]]] },
})));
const BORDERS = collection([[false, [[34.2, 51.25], [34.9, 51.22], [35.2, 51.05], [35.6, 50.9], [35.8, 50.4]]], [true, [[33, 46.1], [34, 46.2], [36, 46.6]]]].map(([disputed, coordinates]) => ({
  type: 'Feature', properties: { disputed }, geometry: { type: 'LineString', coordinates },
})));
const PLACES = collection([['Sudzha', 'settlement', 35.27, 51.19, 6000], ['Sumy', 'settlement', 34.8, 50.91, 260000], ['Київ', 'settlement', 30.52, 50.45, 2900000], ['Russia', 'country', 45, 56, 1e8], ['Ukraine', 'country', 31, 49, 4e7]].map(([name, cls, lon, lat, population]) => ({
  type: 'Feature', properties: { name, class: cls, population, rank: 1 }, geometry: { type: 'Point', coordinates: [lon, lat] },
})));

const UNBUFFERED = ['heat', 'grid']; // each cell is on one tile only

function tile(layers, z, x, y) {
  const out = {};
  for (const [name, data] of Object.entries(layers)) {
    const t = new GeoJSONVT(data, { maxZoom: 18, indexMaxZoom: 0, tolerance: 0, buffer: UNBUFFERED.includes(name) ? 0 : 64 }).getTile(z, x, y);
    if (t) out[name] = t;
  }
  return Buffer.from(fromGeojsonVt(out, { version: 2 }));
}

function send(res, status, type, body) {
  res.writeHead(status, { 'Content-Type': type, 'Content-Security-Policy': CSP, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
  res.end(body);
}
const json = (res, v, status = 200) => send(res, status, 'application/json', JSON.stringify(v));

function api(res, url, q) {
  if (world.broken) return send(res, 500, 'application/problem+json', JSON.stringify({ title: 'Broken', detail: 'The database is gone.' }));
  const list = filtered(q);
  if (url.pathname === '/api/counts') return json(res, counts(list));
  if (url.pathname === '/layers/regions.geojson') return json(res, regions(list));
  return json(res, { ...collection(list.map(feature)), numberReturned: list.length, numberMatched: list.length, links: [] });
}

/** Keeps claims with the events they are about, as the server does; a broken world keeps none. */
const kept = new Map();
async function claims(req, res, id) {
  if (world.broken) return send(res, 501, 'application/problem+json', JSON.stringify({ title: 'Not Implemented', detail: 'This server keeps no claims.' }));
  const list = kept.get(id) ?? [];
  if (req.method === 'GET') return json(res, { claims: list });
  let raw = '';
  for await (const part of req) raw += part;
  const { claim, rating } = JSON.parse(raw);
  if (rating.by === 'nobody') return send(res, 400, 'application/problem+json', JSON.stringify({ title: 'Bad Request', detail: 'Nobody cannot rate.', parameter: 'rating.by' }));
  const saved = { id: String(list.length), event: id, saved: '2026-11-28T10:00:00Z', input: claim, result: (CLAIMS.find((c) => c.claim.text === claim.text) ?? CLAIMS.at(-1)).answer, rating };
  kept.set(id, [saved, ...list]);
  return json(res, saved);
}

/** Answers a claim by its words, as the made-up cases have them; words may also ask for a fault. */
async function check(req, res) {
  let raw = '';
  for await (const part of req) raw += part;
  const claim = JSON.parse(raw);
  asked.push(claim);
  const problem = (status, detail, parameter) => send(res, status, 'application/problem+json', JSON.stringify({ type: 'about:blank', title: 'Bad Request', status, detail, parameter }));
  if (req.method !== 'POST' || req.headers['content-type'] !== 'application/json') return problem(415, 'Send JSON.');
  if (claim.text === 'bad coordinates') return problem(400, 'There is no digit in it.', 'coordinates');
  if (claim.text === 'not here') return problem(501, 'This server checks no claims.');
  const found = CLAIMS.find((c) => c.claim.text === claim.text) ?? CLAIMS.at(-1);
  return json(res, found.answer);
}

function stream(res) {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  res.write('retry: 500\n\n');
  world.streams.add(res);
  res.on('close', () => world.streams.delete(res));
}

/** Adds an event as a running server would, and tells the open pages, with the tiles of zoom 9 that it is on. */
export function arrive(e, tiles = []) {
  world.events.push(e);
  for (const s of world.streams) s.write(`id: 1\nevent: change\ndata: ${JSON.stringify({ version: 2, count: 1, more: false, events: [{ id: e.id, kind: 'added' }], bounds: null, tiles })}\n\n`);
}

function serve(dir) {
  return http.createServer((req, res) => {
    const url = new URL(req.url, 'http://localhost'), q = url.searchParams;
    const mvt = /^\/(tiles\/events|basemap)\/(\d+)\/(\d+)\/(\d+)\.mvt$/.exec(url.pathname);
    if (url.pathname === '/api/stream') return stream(res);
    if (url.pathname === '/api/check') return void check(req, res);
    const claimsOf = /^\/api\/events\/([^/]+)\/claims$/.exec(url.pathname);
    if (claimsOf) return void claims(req, res, decodeURIComponent(claimsOf[1]));
    if (url.pathname.startsWith('/api/') || url.pathname === '/layers/regions.geojson') return api(res, url, q);
    if (url.pathname === '/basemap.json') return json(res, { tilejson: '3.0.0', tiles: [`http://${req.headers.host}/basemap/{z}/{x}/{y}.mvt`], minzoom: 0, maxzoom: 12, attribution: 'made-up ground', vector_layers: [] });
    if (mvt) {
      const [z, x, y] = mvt.slice(2).map(Number);
      const layers = mvt[1] === 'basemap' ? { land: LAND, borders: BORDERS, places: PLACES } : eventLayers(filtered(q), z, (q.get('layers') ?? 'events').split(','));
      return send(res, 200, 'application/vnd.mapbox-vector-tile', tile(layers, z, x, y));
    }
    const page = /^\/events\/([^/]+)$/.exec(url.pathname);
    if (page && /json/.test(req.headers.accept ?? '')) {
      const e = world.events.find((x) => x.id === decodeURIComponent(page[1]));
      return e ? json(res, feature(e)) : json(res, { title: 'Not found', detail: 'No such event.' }, 404);
    }
    const file = path.join(dir, url.pathname === '/' || page ? 'index.html' : url.pathname === '/check' ? 'check.html' : path.normalize(url.pathname));
    if (!file.startsWith(dir) || !fs.existsSync(file)) return send(res, 404, 'text/plain', 'not here');
    return send(res, 200, TYPES[path.extname(file)] ?? 'application/octet-stream', fs.readFileSync(file));
  });
}

/** Starts the server; gives its address and how to stop it. */
export function start(dir, port = 0) {
  const server = serve(path.resolve(dir));
  return new Promise((done) => server.listen(port, '127.0.0.1', () => done({ url: `http://127.0.0.1:${server.address().port}`, close: () => { server.closeAllConnections(); server.close(); } })));
}

if (process.argv[1] === import.meta.filename) {
  const { url } = await start(process.argv[2], Number(process.argv[3] ?? 0));
  console.log(`listening on ${url}`);
}
