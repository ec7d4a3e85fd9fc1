// Made-up events for the page's own test: nothing here happened. They hold what the page must survive: markup
// in every text, Cyrillic, no place, no date, several events at one spot, a wide region, a swapped quote.
const HOSTILE = '<img src=x onerror="document.title=\'pwned\'"><script>alert(1)</script>';

const place = (o) => ({
  id: 'p', class: 'settlement', admin2: '', radius_m: 3000, p: 0.96, relation: { kind: 'near', km: null, bearing: null, text: 'near' },
  geo_precision: 2, where_prec: 2, surface: o.name, reasons: [
    { feature: 'places named together lie together', value: 0.94, weight: 3.1 },
    { feature: 'inside an area the text names', value: 1, weight: 2.2 },
    { feature: 'population', value: -0.4, weight: 1.1 },
  ], alternatives: [], ...o,
});

const north = place({
  id: 'n1', name: 'Northwick', country: 'RU', admin1: 'Kursk', admin2: 'Sudzhanskiy Rayon', lat: 51.10, lon: 35.33,
});
const ford = place({
  id: 'n2', name: 'Millford', country: 'RU', admin1: 'Kursk', lat: 51.16, lon: 35.49, p: 0.88,
  alternatives: [{ id: 'x', name: 'Millford', country: 'UA', admin1: 'Sumy', lat: 51.08, lon: 34.22, p: 0.11 }, { id: 'y', name: 'Millford', country: 'BY', admin1: 'Gomel', lat: 52.3, lon: 30.1, p: 0.004 }],
});
const hill = place({ id: 'n3', name: 'Стара Гора', country: 'RU', admin1: 'Kursk', lat: 51.24, lon: 35.36 });

const source = (o = {}) => ({
  report: 'r1', outlet: 'The Valley Herald', title: 'Three villages under fire', url: 'https://herald.example/a?b=1&c=2', published: '2024-12-16T22:00:00Z', retrieved: '2024-12-17T08:00:00Z', ...o,
});

const base = (id, o) => ({
  id, type: 'Armed clash', date_start: '2024-12-14', date_end: '2024-12-15', time_precision: 'weekend', date_basis: 'relative', date_text: 'at the weekend',
  casualties: { killed: null, wounded: null, missing: null, captured: null, killed_or_wounded: null },
  actors: [{ name: 'First Army', role: 'actor1' }, { name: 'Second Army', role: 'actor2' }], claims: [{ claimant: 'the valley’s defence office', verb: 'said', stance: 'asserts' }],
  verification: 'unverified', control: '', review: 'auto', method: 'rules 0.1', places: [north],
  quotes: [{ before: 'The office spoke on Monday of a hard weekend. It added that', quote: 'about 30 soldiers were killed or wounded during clashes near the villages', after: 'close to the border, and that the fighting had not ended.', start: 40, end: 112 }],
  source: source(), ...o,
});

export const EVENTS = [
  base('e1', {
    places: [north, ford, hill],
    casualties: {
      killed: null, wounded: null, captured: null, missing: { min: 3, max: 3, text: 'three had gone missing' },
      killed_or_wounded: { min: 30, max: 30, text: 'about 30 soldiers were killed or wounded', approximate: true },
    },
  }),
  base('e2', {
    type: 'Other', verification: 'verified', date_basis: 'explicit', date_text: 'on 15 December', date_start: '2024-12-15', places: [place({ ...north, radius_m: 1500, relation: { kind: 'near', text: 'close to' } })],
    quotes: [{ before: 'A second film,', quote: 'placed by this paper close to Northwick', after: ', shows people going back.', start: 3, end: 40 }],
    claims: [{ claimant: 'The Valley Herald', verb: 'geolocated', stance: 'confirms' }],
  }),
  base('e3', {
    type: 'Government regains territory', verification: 'disputed', control: 'unclear', date_start: '2024-12-16', date_end: '2024-12-16', places: [north],
    quotes: [{ before: 'It is not clear', quote: 'which side now holds Northwick', after: '.', start: 3, end: 40 }], claims: [{ claimant: '', verb: '', stance: 'cannot verify' }],
  }),
  base('e4', {
    type: 'Air/drone strike', verification: 'none', date_start: '2024-12-10', date_end: '', date_basis: 'assumed', date_text: '',
    places: [place({ id: 'c1', name: 'Kherson', country: 'UA', admin1: 'Kherson', lat: 46.64, lon: 32.61, radius_m: 8000, disputed: 'Ukraine by a resolution of the United Nations; Russia claims this oblast.', worldview: 'un' })],
    casualties: { killed: { min: 1, max: null, text: 'at least one person' }, wounded: { min: 4, max: 6, text: 'four to six' } },
    quotes: [{ before: '', quote: HOSTILE, after: 'and after', start: 0, end: 5 }], source: source({ outlet: HOSTILE, title: HOSTILE, url: 'javascript:alert(1)' }), actors: [{ name: HOSTILE, role: '' }],
  }),
  base('e5', { type: 'Attack', date_start: '', date_end: '', date_basis: 'unknown', date_text: 'last winter', verification: 'none', places: [], source: source({ published: '', outlet: 'Village notes', url: '' }) }),
  base('e6', {
    type: 'Shelling/artillery/missile attack', date_start: '2024-11-02', date_end: '2024-11-02', date_basis: 'explicit', date_text: '2 November', verification: 'verified',
    places: [place({ id: 's', name: 'El Fasher', country: 'SD', admin1: 'North Darfur', lat: 13.63, lon: 25.35, radius_m: 9000 })], source: source({ outlet: 'Desk of the South', published: '2024-11-03T09:30:00+02:00' }),
  }),
  base('e7', { type: 'Peaceful protest', date_start: '2024-10-01', date_end: '2024-10-31', time_precision: 'month', date_basis: 'explicit', date_text: 'in October', verification: 'none', places: [place({ id: 'k', name: 'Port-au-Prince', country: 'HT', admin1: 'Ouest', lat: 18.54, lon: -72.34, radius_m: 15000 })] }),
];

/** The GeoJSON feature of an event. */
export function feature(e) {
  const points = e.places.map((p) => [p.lon, p.lat]);
  const geometry = points.length === 0 ? null : points.length === 1 ? { type: 'Point', coordinates: points[0] } : { type: 'MultiPoint', coordinates: points };
  return { type: 'Feature', id: e.id, geometry, properties: e };
}
