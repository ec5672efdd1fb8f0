import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { MINUTES_TEXTS } from './minutes-texts.ts';
import { vietnamTime } from './vietnam-time.ts';

let api: TestApi;
let as: string;
let id: string;

beforeAll(async () => {
  api = await startTestApi();
  await api.addUser('truc-ban', 'operator');
  as = await api.login('truc-ban');
  await api.database.db
    .insertInto('camera')
    .values({ id: 'gate', name: 'Cổng Đông (ngã tư Ỷ Lan)', search_key: 'x', main_url: 'rtsp://10.0.0.1/' })
    .execute();
  const payload = {
    cameraId: 'gate',
    kind: 'accident',
    title: 'Va chạm hai xe máy </text><script>',
    place: 'Ngã tư Ỷ Lan',
  };
  id = (await api.call({ method: 'POST', url: '/api/v1/incidents', as, payload })).json().id;
});
afterAll(() => api?.close());

const print = (of: string, query = '') =>
  api.call({ method: 'GET', url: `/api/v1/incidents/${of}/minutes.pdf${query}`, as });

/** What stands between `stream` and `endstream`, unpacked. */
function streamsOf(pdf: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    const end = pdf.indexOf('endstream', at);
    try {
      found.push(inflateSync(pdf.subarray(at + 7, end)));
    } catch {
      // Not a packed one.
    }
  }
  return found;
}

test('there are no minutes of an incident that does not exist', async () => {
  expect((await print('00000000-0000-4000-8000-000000000000')).json()).toMatchObject({ code: 'TC_INCIDENT_NOT_FOUND' });
  expect((await print(id, '?language=fr')).statusCode).toBe(400);
});

test.each(['vi', 'en'] as const)(
  'minutes in %s are a PDF with our own fonts, although no camera gives a picture',
  async (language) => {
    const answer = await print(id, `?language=${language}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('application/pdf');
    const pdf = answer.rawPayload;
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1')).toContain('BeVietnamPro-Regular');
    // The map from glyphs back to letters names what was printed.
    const maps = streamsOf(pdf)
      .map(String)
      .filter((text) => text.includes('begincmap'))
      .join('')
      .toLowerCase();
    for (const letter of 'ổỶ') expect(maps).toContain(letter.codePointAt(0)?.toString(16));
  },
);

test('the font has every letter of the words that are printed', async () => {
  const require = createRequire(import.meta.url);
  const { openSync } = createRequire(require.resolve('pdfkit'))('fontkit');
  const name = '@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf';
  const font = openSync(require.resolve(name));
  const vietnamese = 'ĂÂĐÊÔƠƯăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ“”';
  const missing = [...`${vietnamese}${JSON.stringify(MINUTES_TEXTS)}`].filter(
    (letter) => !font.hasGlyphForCodePoint(letter.codePointAt(0)),
  );
  expect(missing).toEqual([]);
});

test('printing is audited', async () => {
  const kinds = await api.database.db
    .selectFrom('audit_entry')
    .select('kind')
    .where('kind', '=', 'incident.minutes')
    .execute();
  expect(kinds).toHaveLength(2);
});

test('a time is the one of Viet Nam', () => {
  expect(vietnamTime('2026-11-22T17:30:05.250Z')).toBe('23/11/2026 00:30:05');
  expect(vietnamTime('2026-11-22T17:30:05.250Z', true)).toBe('23/11/2026 00:30:05.250');
});
