// read.mjs FILE: prints header, metadata and every tile that standard input asks for
// (one z/x/y a line) as the npm package pmtiles reads them, one JSON value a line.
import { open } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { PMTiles } from 'pmtiles';

const file = await open(process.argv[2]);
const archive = new PMTiles({
  getKey: () => process.argv[2],
  getBytes: async (offset, length) => {
    const data = new Uint8Array(length);
    const { bytesRead } = await file.read(data, 0, length, offset);
    return { data: data.buffer.slice(0, bytesRead) };
  },
});
console.log(JSON.stringify(await archive.getHeader()));
console.log(JSON.stringify(await archive.getMetadata()));
for await (const line of createInterface({ input: process.stdin })) {
  const [z, x, y] = line.split('/').map(Number);
  const tile = await archive.getZxy(z, x, y); // unpacked
  console.log(JSON.stringify(tile ? createHash('sha256').update(new Uint8Array(tile.data)).digest('hex') : null));
}
await file.close();
