import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIGHT_LABELS, parseClassifiedPicture, parsePersonPicture } from './class-labels.ts';
import type { LabelFields } from './label-fields.ts';
import type { LabelledPicture } from './labelled-picture.ts';
import { parseObjectScene } from './object-labels.ts';
import { parsePlateCrop, parsePlateScene } from './plate-labels.ts';
import { parseLabels, readLabels } from './read-labels.ts';

const ALL = { group: null, split: null, limit: null };
const parsers = {
  scene: parsePlateScene,
  crop: parsePlateCrop,
  objects: parseObjectScene,
  person: parsePersonPicture,
  light: (fields: LabelFields) => parseClassifiedPicture(fields, LIGHT_LABELS),
} as const;
const parse = (kind: keyof typeof parsers, text: string, choice: Parameters<typeof parseLabels>[3] = ALL) =>
  parseLabels<LabelledPicture>('labels.jsonl', text, parsers[kind], choice);

const scene = (plate: object, more = {}) => JSON.stringify({ image: 'a.jpg', w: 100, h: 50, plates: [plate], ...more });
const objects = (object: object, more = {}) => JSON.stringify({ image: 'a.jpg', objects: [object], ...more });

test.each([
  ['crop', '', 'there is no line in it'],
  ['crop', '\n  \n', 'there is no line in it'],
  ['crop', '{"image"', 'labels.jsonl line 1: not JSON'],
  ['crop', '\n["a.jpg"]', 'line 2: the row is not a JSON object'],
  ['crop', '{"text": "51G49539"}', 'line 1: "image" is missing (text that is not empty)'],
  ['crop', '{"image": "/etc/a.jpg", "text": "51G49539"}', '"image" must be a path inside the folder of the set'],
  ['crop', '{"image": "x/../../a.jpg", "text": "51G49539"}', '"image" must be a path inside the folder of the set'],
  ['crop', '{"image": "a.jpg"}', '"text" is missing'],
  ['crop', '{"image": "a.jpg", "text": " - "}', '"text" must be the characters of a plate, it is " - "'],
  ['crop', '{"image": "a.jpg", "text": "A1", "w": 0, "h": 9}', '"w" must be a whole number of pixels above 0, it is 0'],
  [
    'crop',
    '{"image": "a.jpg", "text": "A1"}\n{"image": "./a.jpg", "text": "A2"}',
    'line 2: a.jpg already stands in line 1',
  ],
  ['scene', '{"image": "a.jpg"}', '"plates" is missing (a list)'],
  ['scene', '{"image": "a.jpg", "plates": [7]}', 'the row plates[0] is not a JSON object'],
  ['scene', scene({ text: '' }), '"plates[0].text" must be text or null, it is ""'],
  ['scene', scene({}), '"plates[0].text" is missing'],
  ['scene', scene({ text: null }), '"plates[0].box" is missing'],
  [
    'scene',
    scene({ text: null, box: [1, 2, 0, 4] }),
    '"plates[0].box" must be [x, y, w, h] in pixels with w and h above 0',
  ],
  ['scene', scene({ text: null, box: [1, 2, 3] }), 'it is [1,2,3]'],
  ['scene', scene({ text: null, box: [1, 2, 3, '4'] }), 'it is [1,2,3,"4"]'],
  ['scene', scene({ text: null, box: [100, 2, 3, 4] }), '"plates[0].box" must be a box inside the picture'],
  ['objects', objects({ box: [1, 2, 3, 4], label: 'tank' }), '"objects[0].label" must be one of person, bicycle, car'],
  ['objects', objects({ box: [1, 2, 3, 4], label: 'bus' }, { classes: ['car'] }), 'must be one of car, it is "bus"'],
  ['objects', objects({}, { classes: ['car', 'tank'] }), '"classes" must be a list of some of person'],
  ['person', '{"image": "a.jpg", "person": 7}', '"person" must be text that is not empty, it is 7'],
  ['light', '{"image": "a.jpg", "label": "blue"}', '"label" must be one of red, amber, green, off, it is "blue"'],
] as const)('%s labels %j are refused', (kind, text, message) => {
  expect(() => parse(kind, text)).toThrow(message);
});

test('the refusal is in Vietnamese too', () => {
  const refusal = (() => {
    try {
      return parse('scene', scene({ text: null, box: [1, 2, 0, 4] }));
    } catch (error) {
      return error;
    }
  })();
  expect(refusal).toMatchObject({ code: 'TC_EVAL_LABEL_LINE' });
  expect((refusal as { text(language: 'vi'): string }).text('vi')).toBe(
    'labels.jsonl dòng 1: "plates[0].box" phải là [x, y, rộng, cao] tính bằng điểm ảnh, rộng và cao lớn hơn 0, đang là [1,2,0,4]. Sửa dòng này rồi chạy lại; định dạng nằm trong docs/models.md.',
  );
});

test('an unknown group is refused with those that there are', () => {
  const text = '{"image": "a.jpg", "text": "A1", "group": "gate"}\n{"image": "b.jpg", "text": "A2"}';
  expect(() => parse('crop', text, { ...ALL, group: 'night' })).toThrow('no row has group night; groups: gate, ');
});

test('texts become search keys, and a plate may lack its text or its box', () => {
  const text = scene(
    {},
    {
      plates: [
        { text: '29-MĐ1 123.45', box: null },
        { text: null, box: [1, 2, 3, 4] },
      ],
      group: 'gate',
    },
  );
  expect(parse('scene', text)).toEqual([
    {
      line: 1,
      image: 'a.jpg',
      size: { width: 100, height: 50 },
      group: 'gate',
      split: null,
      plates: [
        { key: '29MD112345', box: null },
        { key: null, box: { x: 1, y: 2, width: 3, height: 4 } },
      ],
    },
  ]);
});

test('without a list of classes all six were looked for', () => {
  const [row] = parseLabels('l', objects({ box: [1, 2, 3, 4], label: 'bus' }), parseObjectScene, ALL);
  expect(row?.classes).toHaveLength(6);
  expect(row?.objects).toEqual([{ objectClass: 'bus', box: { x: 1, y: 2, width: 3, height: 4 } }]);
});

test('two lights of one picture are two rows', () => {
  const light = (x: number) => JSON.stringify({ image: 'a.jpg', label: 'red', box: [x, 0, 5, 5] });
  expect(parse('light', `${light(0)}\n${light(9)}\n`)).toHaveLength(2);
});

test('group, split and limit choose rows, empty lines and a byte order mark do not matter', () => {
  const rows = ['a', 'b', 'c', 'd'].map((name, index) =>
    JSON.stringify({ image: name, text: 'A1', group: index === 0 ? 'x' : 'y', split: index === 3 ? 'train' : 'val' }),
  );
  const chosen = parse('crop', `\uFEFF${rows.join('\r\n\n')}`, { group: 'y', split: 'val', limit: 1 });
  expect(chosen.map(({ image, line }) => [image, line])).toEqual([['b', 3]]);
});

test('whatever stands in the file, it is read or refused', () => {
  const value = fc.jsonValue();
  const row = fc.record({
    image: value,
    plates: value,
    objects: value,
    text: value,
    label: value,
    box: value,
    w: value,
  });
  fc.assert(
    fc.property(fc.constantFrom(...(Object.keys(parsers) as (keyof typeof parsers)[])), row, (kind, labels) => {
      try {
        parse(kind, JSON.stringify(labels));
      } catch (error) {
        expect((error as { code: string }).code).toBe('TC_EVAL_LABEL_LINE');
      }
    }),
  );
});

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'thapcanh-labels-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

test('a folder that is not there and an empty folder are told apart', async () => {
  await expect(readLabels(join(dir, 'no'), 'labels.jsonl', parsePlateCrop, ALL)).rejects.toThrow(/there is no folder/);
  await expect(readLabels(dir, 'labels.jsonl', parsePlateCrop, ALL)).rejects.toThrow(/cannot be read \(ENOENT/);
});

test('a folder with labels is read', async () => {
  await writeFile(join(dir, 'clean.jsonl'), '{"image": "images/a.jpg", "text": "51G-495.39"}\n');
  expect(await readLabels(dir, 'clean.jsonl', parsePlateCrop, ALL)).toMatchObject([{ key: '51G49539', line: 1 }]);
});
