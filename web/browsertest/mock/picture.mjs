// Makes a small JPEG with EXIF, byte by byte, so that what the page reads is known exactly. Everything in it is made up.

const ASCII = 2, SHORT = 3, LONG = 4, RATIONAL = 5;
const ascii = (tag, s) => ({ tag, type: ASCII, count: Buffer.byteLength(s) + 1, data: Buffer.concat([Buffer.from(s), Buffer.from([0])]) });
const long = (tag, n) => { const data = Buffer.alloc(4); data.writeUInt32LE(n); return { tag, type: LONG, count: 1, data }; };
const short = (tag, n) => { const data = Buffer.alloc(2); data.writeUInt16LE(n); return { tag, type: SHORT, count: 1, data }; };
const rationals = (tag, list) => {
  const data = Buffer.alloc(8 * list.length);
  list.forEach(([a, b], i) => { data.writeUInt32LE(a, 8 * i); data.writeUInt32LE(b, 8 * i + 4); });
  return { tag, type: RATIONAL, count: list.length, data };
};
const sexagesimal = (x) => { const d = Math.floor(x), m = Math.floor((x - d) * 60); return [[d, 1], [m, 1], [Math.round(((x - d) * 60 - m) * 60 * 1000), 1000]]; };

const sizeOf = (entries) => 2 + 12 * entries.length + 4 + entries.reduce((n, e) => n + (e.data.length > 4 ? e.data.length + (e.data.length % 2) : 0), 0);

/** One directory of the TIFF part, to stand at offset at. */
function directory(entries, at) {
  const sorted = [...entries].sort((a, b) => a.tag - b.tag);
  const head = Buffer.alloc(2 + 12 * sorted.length + 4);
  head.writeUInt16LE(sorted.length, 0);
  const rest = [];
  let free = at + head.length;
  sorted.forEach((e, i) => {
    const o = 2 + 12 * i;
    head.writeUInt16LE(e.tag, o);
    head.writeUInt16LE(e.type, o + 2);
    head.writeUInt32LE(e.count, o + 4);
    if (e.data.length <= 4) e.data.copy(head, o + 8);
    else {
      head.writeUInt32LE(free, o + 8);
      const data = e.data.length % 2 ? Buffer.concat([e.data, Buffer.from([0])]) : e.data;
      rest.push(data);
      free += data.length;
    }
  });
  return Buffer.concat([head, ...rest]);
}

/** lat, lon and direction in degrees; taken and changed as "2024:12:14 07:31:00"; offset as "+02:00"; gpsTime as [day, h, m, s]. What is left out is not in the file. */
export function picture({ lat, lon, direction, magnetic, taken, changed, offset, gpsTime, software } = {}) {
  const ifd0 = [short(0x0112, 1)], exif = [], gps = [];
  if (software) ifd0.push(ascii(0x0131, software));
  if (changed) ifd0.push(ascii(0x0132, changed));
  if (taken) exif.push(ascii(0x9003, taken));
  if (offset) exif.push(ascii(0x9011, offset));
  if (lat !== undefined) gps.push(ascii(1, lat < 0 ? 'S' : 'N'), rationals(2, sexagesimal(Math.abs(lat))), ascii(3, lon < 0 ? 'W' : 'E'), rationals(4, sexagesimal(Math.abs(lon))));
  if (direction !== undefined) gps.push(ascii(16, magnetic ? 'M' : 'T'), rationals(17, [[Math.round(direction * 100), 100]]));
  if (gpsTime) gps.push(rationals(7, gpsTime.slice(1).map((n) => [n, 1])), ascii(29, gpsTime[0]));
  ifd0.push(long(0x8769, 0), long(0x8825, 0));
  const exifAt = 8 + sizeOf(ifd0), gpsAt = exifAt + sizeOf(exif);
  ifd0.splice(-2, 2, long(0x8769, exifAt), long(0x8825, gpsAt));
  const tiff = Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), directory(ifd0, 8), directory(exif, exifAt), directory(gps, gpsAt)]);
  const app1 = Buffer.concat([Buffer.from('Exif\0\0'), tiff]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(app1.length + 2);
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1]), length, app1, Buffer.from([0xff, 0xd9])]);
}
