import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlateFinder, RgbImage } from '../contracts.ts';
import { writeOnnxModel } from '../convert/onnx-model.ts';
import { OnnxSession } from '../onnx-session.ts';
import { HeatMapPlateFinder } from './heat-map-plate-finder.ts';

const [WIDTH, HEIGHT] = [48, 16];

/**
 * A network that takes red patches for plates: its score is how much of a window of 48 x 16 is red and not blue, its
 * corners are always those of that window.
 */
function redFinder(): Uint8Array {
  const weights = new Float32Array(9 * 3 * HEIGHT * WIDTH);
  const area = WIDTH * HEIGHT;
  weights.fill(64 / 255 / area, 0, area);
  weights.fill(-64 / 255 / area, 2 * area, 3 * area);
  const [x, y] = [WIDTH / 2, HEIGHT / 2];
  return writeOnnxModel({
    name: 'finder',
    inputs: [{ name: 'image', type: 'byte', dims: [1, 'rows', 'columns', 12] }],
    outputs: [{ name: 'map', dims: [1, 9, 'height', 'width'] }],
    initializers: new Map([
      ['weights', { type: 'float', dims: [9, 3, HEIGHT, WIDTH], data: weights }],
      ['grey', { type: 'float', dims: [1], data: Float32Array.of(114) }],
      ['range', { type: 'float', dims: [1], data: Float32Array.of(64) }],
      ['corners', { type: 'float', dims: [9], data: Float32Array.from([0, -x, -y, x, -y, x, y, -x, y]) }],
    ]),
    nodes: [
      { op: 'Cast', inputs: ['image'], outputs: ['values'], attributes: { to: 1 } },
      { op: 'Transpose', inputs: ['values'], outputs: ['blocks'], attributes: { perm: [0, 3, 1, 2] } },
      { op: 'DepthToSpace', inputs: ['blocks'], outputs: ['planes'], attributes: { blocksize: 2 } },
      { op: 'Sub', inputs: ['planes', 'grey'], outputs: ['around'] },
      { op: 'Div', inputs: ['around', 'range'], outputs: ['pixels'] },
      {
        op: 'Conv',
        inputs: ['pixels', 'weights', 'corners'],
        outputs: ['map'],
        attributes: { strides: [8, 8], pads: [4, 20, 4, 20] },
      },
    ],
  });
}

interface Patch {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A grey street with red patches. */
function street(width: number, height: number, ...patches: readonly Patch[]): RgbImage {
  const data = new Uint8Array(width * height * 3).fill(114);
  for (const patch of patches)
    for (let y = patch.y; y < patch.y + patch.height; y += 1)
      for (let x = patch.x; x < patch.x + patch.width; x += 1) data.set([255, 0, 0], (y * width + x) * 3);
  return { width, height, data };
}

const middle = ({ x, y, width, height }: Patch): [number, number] => [x + width / 2, y + height / 2];

function expectAt(found: Patch | undefined, wanted: Patch, within: number): void {
  if (found === undefined) throw new Error('not found');
  const [x, y] = middle(found);
  const [wantedX, wantedY] = middle(wanted);
  expect(Math.hypot(x - wantedX, y - wantedY)).toBeLessThanOrEqual(within);
}

let finder: PlateFinder;

beforeAll(async () => {
  finder = new HeatMapPlateFinder(await OnnxSession.open('plate-finder', redFinder()));
  await finder.warmUp();
});

afterAll(() => finder.close());

test('a picture whose data does not fit its size, and regions of many pictures, are refused', async () => {
  const broken = { width: 10, height: 10, data: new Uint8Array(5) };
  await expect(finder.find([broken])).rejects.toMatchObject({ code: 'TC_MODEL_INPUT' });
  const regions = [{ x: 0, y: 0, width: 50, height: 50 }];
  await expect(finder.find([street(64, 64), street(64, 64)], { regions })).rejects.toMatchObject({
    code: 'TC_MODEL_INPUT',
  });
  await expect(finder.find([street(64, 64)], { signal: AbortSignal.abort('gone') })).rejects.toBe('gone');
});

test('an empty street has no plates, no pictures have no answers, and a region outside has nothing', async () => {
  expect(await finder.find([])).toEqual([]);
  expect(await finder.find([street(472, 303), street(5, 3)])).toEqual([[], []]);
  const regions = [{ x: 900, y: 0, width: 50, height: 50 }];
  expect(await finder.find([street(472, 303, { x: 100, y: 100, width: 48, height: 16 })], { regions })).toEqual([[]]);
});

test('plates of a small picture are found in its own scale, each once, by falling score', async () => {
  const whole = { x: 100, y: 108, width: 48, height: 16 };
  const half = { x: 300, y: 200, width: 32, height: 14 };
  const [plates = []] = await finder.find([street(472, 303, half, whole)]);
  expect(plates).toHaveLength(2);
  expectAt(plates[0]?.box, whole, 8);
  expectAt(plates[1]?.box, half, 12);
  expect(plates[0]?.score).toBeGreaterThan(plates[1]?.score ?? 1);
  expect(plates[0]?.corners[2].x).toBeCloseTo((plates[0]?.corners[0].x ?? 0) + 48, 3);
});

test('a plate that a large picture shows only faintly when it is made smaller is found in full size', async () => {
  const small = { x: 900, y: 500, width: 36, height: 12 };
  const [plates = []] = await finder.find([street(1280, 720, small)]);
  expect(plates).toHaveLength(1);
  expectAt(plates[0]?.box, small, 12);
  expect(plates[0]?.score).toBeGreaterThan(0.4);
});

test('a plate that reaches over the edge of the picture keeps its corners, its box is cut', async () => {
  const [[plate] = []] = await finder.find([street(472, 303, { x: 0, y: 100, width: 40, height: 16 })]);
  expect(plate?.box.x).toBe(0);
  expect(plate?.corners[0].x).toBeLessThan(0);
});

test('only plates with their middle in a region and in no mask are given, also where a border cuts them', async () => {
  const left = { x: 204, y: 100, width: 48, height: 16 };
  const right = { x: 404, y: 100, width: 48, height: 16 };
  const image = street(640, 360, left, right);
  const region = { x: 215, y: 60, width: 100, height: 60 };
  const [inRegion = []] = await finder.find([image], { regions: [region, { ...region, width: 60 }] });
  expect(inRegion).toHaveLength(1);
  expectAt(inRegion[0]?.box, left, 8);
  const [unmasked = []] = await finder.find([image], { masks: [{ x: 180, y: 90, width: 100, height: 30 }] });
  expect(unmasked).toHaveLength(1);
  expectAt(unmasked[0]?.box, right, 8);
});

test('the least score is the caller’s', async () => {
  const image = street(472, 303, { x: 92, y: 104, width: 48, height: 8 });
  expect((await finder.find([image]))[0]).toHaveLength(1);
  expect((await finder.find([image], { minScore: 0.7 }))[0]).toEqual([]);
});

test('a network of another shape is refused, and after close every call', async () => {
  const identity = writeOnnxModel({
    name: 'identity',
    inputs: [{ name: 'image', type: 'byte', dims: [1, 'rows', 'columns', 12] }],
    outputs: [{ name: 'map', dims: [1, 'h', 'w', 12] }],
    initializers: new Map(),
    nodes: [{ op: 'Cast', inputs: ['image'], outputs: ['map'], attributes: { to: 1 } }],
  });
  const other = new HeatMapPlateFinder(await OnnxSession.open('plate-finder', identity));
  await expect(other.find([street(64, 64)])).rejects.toMatchObject({ code: 'TC_MODEL_SHAPE' });
  await other.close();
  await expect(other.find([street(64, 64)])).rejects.toMatchObject({ code: 'TC_MODEL_CLOSED' });
});
