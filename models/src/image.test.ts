import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { RgbImage } from './contracts.ts';
import { clipBox, crop, decodeJpeg } from './image.ts';
import { halve, writePlanarBgr, writePlanarRgb } from './planar.ts';

const jpeg = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#c02010' } })
    .jpeg()
    .toBuffer();

const codeOf = (promise: Promise<unknown>): Promise<string> => promise.then(() => 'none').catch((error) => error.code);

test('what is no JPEG, is cut off, or is too large is refused before it costs anything', async () => {
  const bytes = await jpeg(200, 100);
  expect(await codeOf(decodeJpeg(Buffer.from('hello')))).toBe('TC_PICTURE_UNREADABLE');
  expect(await codeOf(decodeJpeg(bytes.subarray(0, bytes.length / 2)))).toBe('TC_PICTURE_UNREADABLE');
  expect(await codeOf(decodeJpeg(bytes, { maxBytes: 1e6, maxPixels: 200 * 100 - 1 }))).toBe('TC_PICTURE_TOO_LARGE');
  expect(await codeOf(decodeJpeg(bytes, { maxBytes: 10, maxPixels: 1e6 }))).toBe('TC_PICTURE_TOO_LARGE');
});

test('a colour and a grey JPEG become three bytes a pixel', async () => {
  const image = await decodeJpeg(await jpeg(20, 10));
  expect([image.width, image.height, image.data.length]).toEqual([20, 10, 600]);
  expect(image.data[0]).toBeGreaterThan(180);
  const grey = await decodeJpeg(
    await sharp(await jpeg(20, 10))
      .greyscale()
      .jpeg()
      .toBuffer(),
  );
  expect(grey.data.length).toBe(600);
});

/** Every pixel says where it stands: red its column, green its row. */
function positions(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i += 1) data.set([i % width, Math.floor(i / width), 7], i * 3);
  return { width, height, data };
}

test('a crop is cut to the picture', () => {
  const part = crop(positions(10, 8), { x: 7.5, y: -3, width: 9, height: 5 });
  expect([part.width, part.height, ...part.data.subarray(0, 3)]).toEqual([3, 2, 7, 0, 7]);
  expect(clipBox({ x: 20, y: 0, width: 5, height: 5 }, 10, 8)).toBeNull();
});

test('resizing into planes keeps places and puts blue or red first', () => {
  const data = new Float32Array(3 * 16);
  const target = { data, offset: 0, width: 4, height: 4, fillWidth: 4, fillHeight: 4 };
  const plain = { scale: [1, 1, 1], shift: [0, 0, 0] } as const;
  writePlanarBgr(positions(8, 8), { x: 0, y: 0, width: 8, height: 8 }, target, plain);
  expect([...data.subarray(0, 4)]).toEqual([7, 7, 7, 7]);
  expect([...data.subarray(32, 36)]).toEqual([0.5, 2.5, 4.5, 6.5]);
  expect([data[16], data[20]]).toEqual([0.5, 2.5]);
  writePlanarRgb(positions(8, 8), { x: 0, y: 0, width: 8, height: 8 }, target);
  expect([...data.subarray(0, 4), data[16], data[20], data[32]]).toEqual([0.5, 2.5, 4.5, 6.5, 0.5, 2.5, 7]);
});

test('what is not resized is copied as it is, from its place in the picture', () => {
  const data = new Float32Array(3 * 16).fill(-1);
  const target = { data, offset: 0, width: 4, height: 4, fillWidth: 3, fillHeight: 2 };
  writePlanarBgr(positions(8, 8), { x: 5, y: 6, width: 3, height: 2 }, target, { scale: [2, 1, 1], shift: [1, 0, 0] });
  expect([...data.subarray(0, 8)]).toEqual([15, 15, 15, -1, 15, 15, 15, -1]);
  expect([...data.subarray(16, 24)]).toEqual([6, 6, 6, -1, 7, 7, 7, -1]);
  expect([...data.subarray(32, 40)]).toEqual([5, 6, 7, -1, 5, 6, 7, -1]);
});

test('halving averages and survives one pixel', () => {
  expect([...halve(positions(4, 2)).data]).toEqual([1, 1, 7, 3, 1, 7]);
  expect(halve(positions(1, 1)).data.length).toBe(3);
});
