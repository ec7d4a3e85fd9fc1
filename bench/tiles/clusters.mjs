// Makes tiles of the events with supercluster, geojson-vt and vt-pbf and prints what one takes.
// usage: node clusters.mjs EVENTS.csv "z/x/y …" "z/x/y …"
import {createReadStream} from 'node:fs';
import {createInterface} from 'node:readline';
import {gzipSync} from 'node:zlib';
import Supercluster from 'supercluster';
import GeoJSONVT from 'geojson-vt';
import vtpbf from 'vt-pbf';

const [csv, low, high] = process.argv.slice(2);
const points = [];
let columns = null;
for await (const line of createInterface({input: createReadStream(csv)})) {
  const cells = line.split(',');
  if (!columns) { columns = cells; continue; }
  const properties = {};
  columns.forEach((c, i) => { if (c !== 'lon' && c !== 'lat' && c !== 'notes') properties[c] = cells[i]; });
  points.push({type: 'Feature', geometry: {type: 'Point', coordinates: [+cells[1], +cells[2]]}, properties});
}
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; };
const tiles = (list) => list.split(' ').map((t) => t.split('/').map(Number));

let before = cpu();
const index = new Supercluster({radius: 40, maxZoom: 8}).load(points);
console.log(`supercluster: loading the events: ${((cpu() - before) / 1000).toFixed(1)} s of processor time`);
const measure = (what, list, tile) => {
  let n = 0;
  const start = cpu();
  while (cpu() - start < 3000 || n < list.length) {
    const [z, x, y] = list[n++ % list.length];
    const t = tile(z, x, y);
    if (t) gzipSync(vtpbf.fromGeojsonVt({events: t}), {level: 1});
  }
  console.log(`${what}: ${((cpu() - start) / n).toFixed(3)} ms of processor time a tile, without a server and a filter`);
};
measure('supercluster + vt-pbf + gzip, cluster tiles z0-6', tiles(low), (z, x, y) => index.getTile(z, x, y));

const part = points.slice(0, 100000);
before = cpu();
const vt = new GeoJSONVT({type: 'FeatureCollection', features: part}, {maxZoom: 14, indexMaxZoom: 9, indexMaxPoints: 0});
console.log(`geojson-vt: loading ${part.length} events: ${((cpu() - before) / 1000).toFixed(1)} s of processor time`);
measure(`geojson-vt + vt-pbf + gzip, tiles z9-14 of ${part.length} events`, tiles(high), (z, x, y) => vt.getTile(z, x, y));
