import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ANONYMOUS } from '../identity/access.ts';
import { startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { parseBoundingBox } from './bounding-box.ts';
import { createCityMapService } from './city-map.service.ts';
import { createMapFileStore } from './map-files.ts';

let api: TestApi;
let mapDir: string;
let as: string;
const ROADS = '{"type":"FeatureCollection","features":[]}';

beforeAll(async () => {
  mapDir = await mkdtemp(join(tmpdir(), 'tc-map-'));
  await mkdir(join(mapDir, 'public'));
  await writeFile(join(mapDir, 'roads.geojson'), ROADS);
  await writeFile(join(mapDir, 'secret.txt'), 'no');
  await writeFile(join(mapDir, 'public', 'water.geojson'), ROADS);
  await symlink('/etc/hostname', join(mapDir, 'linked.geojson'));
  api = await startTestApi({ city: { mapDir, isReportingOpen: true, reportDays: 90 } });
  await api.addUser('truc', 'operator');
  as = await api.login('truc');
  const camera = (id: string, latitude: number | null, longitude: number | null) => ({
    ...{ id, name: id, search_key: id, main_url: 'rtsp://10.0.0.1/', latitude, longitude, bearing_deg: 90 },
  });
  const rows = [camera('chau-doc', 10.7, 105.1), camera('hue', 16.46, 107.59), camera('khong-ro', null, null)];
  await api.database.db.insertInto('camera').values(rows).execute();
});
afterAll(async () => {
  await api?.close();
  await rm(mapDir, { recursive: true, force: true });
});

const get = (path: string, headers = {}) => api.call({ method: 'GET', url: `/api/v1${path}`, as, headers });

test('the map is not for the anonymous', async () => {
  const files = createMapFileStore(mapDir);
  const map = createCityMapService({ cameras: { list: async () => [] } as never, files, clock: api.clock });
  const refused = { code: 'TC_SESSION_REQUIRED' };
  await expect(map.cameras(ANONYMOUS, {})).rejects.toMatchObject(refused);
  await expect(map.listFiles(ANONYMOUS)).rejects.toMatchObject(refused);
  await expect(map.openFile(ANONYMOUS, 'roads.geojson', undefined)).rejects.toMatchObject(refused);
});

test.each(['secret.txt', '..%2Froads.geojson', 'linked.geojson', 'missing.geojson', '.geojson'])(
  'no file %s is given out',
  async (file) => {
    expect([400, 404]).toContain((await get(`/map/files/${file}`)).statusCode);
    const open = await api.call({ method: 'GET', url: `/api/v1/public/map/files/${file}` });
    expect([400, 404]).toContain(open.statusCode);
  },
);

test('everybody gets the public files, and only them', async () => {
  const list = await api.call({ method: 'GET', url: '/api/v1/public/map/files' });
  expect(list.json().items).toEqual([{ file: 'water.geojson', bytes: ROADS.length, isPublic: true }]);
  expect((await api.call({ method: 'GET', url: '/api/v1/public/map/files/water.geojson' })).body).toBe(ROADS);
  const hidden = await api.call({ method: 'GET', url: '/api/v1/public/map/files/roads.geojson' });
  expect(hidden.json()).toMatchObject({ status: 404, code: 'TC_MAP_FILE_NOT_FOUND' });
});

test('a map file comes whole or by range', async () => {
  expect((await get('/map/files')).json().items.map(({ file }: { file: string }) => file)).toEqual([
    'water.geojson',
    'roads.geojson',
  ]);
  const part = await get('/map/files/roads.geojson', { range: 'bytes=2-5' });
  expect([part.statusCode, part.body]).toEqual([206, 'type']);
  expect((await get('/map/files/roads.geojson', { range: 'bytes=900-' })).statusCode).toBe(416);
  expect((await get('/map/files/water.geojson')).headers['content-type']).toBe('application/geo+json');
});

test('cameras with a place are features; a box leaves those outside', async () => {
  const ids = async (query: string) => {
    const answer = (await get(`/cameras.geojson${query}`)).json();
    return answer.features.map(({ id }: { id: string }) => id);
  };
  expect(await ids('')).toEqual(['chau-doc', 'hue']);
  expect(await ids('?bbox=105,10,106,11')).toEqual(['chau-doc']);
  expect(await ids('?bbox=107,0,106,90')).toEqual(['chau-doc', 'hue']);
  const [feature] = (await get('/cameras.geojson')).json().features;
  expect(feature).toMatchObject({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [105.1, 10.7] },
    properties: { name: 'chau-doc', state: 'connecting', bearingDeg: 90, viewDeg: null },
  });
});

test.each(['1,2,3', '200,0,201,1', '0,50,1,40', 'a,b,c,d'])('the box %s is refused', async (bbox) => {
  expect((await get(`/cameras.geojson?bbox=${bbox}`)).statusCode).toBe(400);
});

test('a box is four numbers inside the world', () => {
  expect(parseBoundingBox('105,10,106,11')).toEqual({ west: 105, south: 10, east: 106, north: 11 });
  expect(parseBoundingBox('105,10,106,91')).toBeNull();
});
