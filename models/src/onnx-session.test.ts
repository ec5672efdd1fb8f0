import { expect, test } from 'vitest';
import { type TinyOutput, tinyModelBytes } from './adapters/tiny-model.fixture.ts';
import { OnnxSession } from './onnx-session.ts';
import { openModel } from './open-model.ts';
import { checkSignature } from './tensor-signature.ts';

const output: TinyOutput = { name: 'out', dims: [2], values: [1, 2], perBrightness: [1, 0] };
const bytes = tinyModelBytes({ input: ['batch', 3, 4, 4], outputs: [output] });
const picture = (count: number, value: number) => ({
  data: new Float32Array(count * 48).fill(value),
  dims: [count, 3, 4, 4],
});

test.each([0, -1, 65, 1.5, Number.NaN])('%d threads are refused', async (threads) => {
  await expect(OnnxSession.open('m', bytes, { threads })).rejects.toMatchObject({ code: 'TC_MODEL_OPTIONS' });
});

test.each([
  ['empty', new Uint8Array(0)],
  ['text', new TextEncoder().encode('<html>not a model</html>')],
  ['cut off', bytes.subarray(0, bytes.length / 2)],
])('a model file that is %s is refused by name', async (_, broken) => {
  const failure = await OnnxSession.open('street', broken).catch((error) => error);
  expect(failure.code).toBe('TC_MODEL_LOAD_FAILED');
  expect(failure.text('vi')).toMatch(/^Không mở được mô hình street: /);
});

test('where there is no CUDA, asking for it is refused with the remedy, and a damaged file is still called damaged', async () => {
  const opened = await OnnxSession.open('m', bytes, { provider: 'cuda' }).catch((error) => error);
  if (opened instanceof OnnxSession) return opened.close();
  expect(opened.code).toBe('TC_MODEL_PROVIDER');
  expect(opened.text('en')).toMatch(/cannot run on cuda: .*It needs Linux x64, an NVIDIA GPU, CUDA 12/s);
  const damaged = OnnxSession.open('m', bytes.subarray(0, 20), { provider: 'cuda' });
  await expect(damaged).rejects.toMatchObject({ code: 'TC_MODEL_LOAD_FAILED' });
});

test('an input of a wrong shape fails that run only', async () => {
  const session = await OnnxSession.open('m', bytes, { threads: 2 });
  await expect(session.run({ data: new Float32Array(5), dims: [1, 3, 4, 4] })).rejects.toMatchObject({
    code: 'TC_MODEL_RUN_FAILED',
  });
  await expect(session.run({ data: new Float32Array(75), dims: [1, 3, 5, 5] })).rejects.toMatchObject({
    code: 'TC_MODEL_RUN_FAILED',
  });
  expect((await session.run(picture(2, 5))).get('out')).toEqual({ data: Float32Array.of(6, 2, 6, 2), dims: [2, 2] });
  await session.close();
  await expect(session.run(picture(1, 0))).rejects.toMatchObject({ code: 'TC_MODEL_CLOSED' });
});

test('whole numbers come out as floats, and a free batch is known', async () => {
  const whole = tinyModelBytes({ input: [1, 3, 4, 4], outputs: [{ ...output, type: 'int' }] });
  const session = await OnnxSession.open('m', whole);
  expect((await session.run(picture(1, 3))).get('out')?.data).toEqual(Float32Array.of(4, 2));
  expect(session.hasFreeBatch).toBe(false);
  await session.close();
  const free = await OnnxSession.open('m', bytes);
  expect(free.hasFreeBatch).toBe(true);
  await free.close();
});

test('a signature that does not fit is refused when the model is opened', async () => {
  const session = await OnnxSession.open('m', bytes);
  const input = { name: 'image', dims: [null, 3, null, null] };
  const check = (
    inputs: Parameters<typeof checkSignature>[2]['inputs'],
    dims: (number | null)[],
    classes?: { axis: number; before: number },
  ) => checkSignature('m', session, { inputs, outputs: [{ name: 'out', dims, ...(classes && { classes }) }] });
  expect(() => check([], [null, 2])).toThrow('image has the shape [batch, 3, 4, 4]');
  expect(() => check([{ ...input, dims: [null, 1, null, null] }], [null, 2])).toThrow(
    '[batch, 3, 4, 4] where [*, 1, *, *]',
  );
  expect(() => check([input], [null, 3])).toThrow('out has the shape [batch, 2] where [*, 3] is wanted');
  expect(() => check([input], [null, null, 2])).toThrow('out has the shape [batch, 2] where [*, *, 2] is wanted');
  expect(() => check([input], [null, 3], { axis: 1, before: 1 })).toThrow(
    'gives 1 classes, "classes" in the manifest names 2',
  );
  expect(() => check([input, { name: 'more', dims: [1] }], [null, 2])).toThrow('more has the shape []');
  expect([check([input], [null, 2]), check([input], [7, 2])]).toEqual([true, false]);
  await session.close();
});

test('a shipped model is opened by id, and an unknown one or one with other tensors is refused', async () => {
  const signature = { inputs: [{ name: 'x', dims: [null, 3, null, null] }], outputs: [] };
  await expect(openModel('ppocr-v5-det', signature)).rejects.toMatchObject({ code: 'TC_MODEL_UNKNOWN' });
  const grey = { inputs: [{ name: 'x', dims: [null, 1, null, null] }], outputs: [] };
  await expect(openModel('ppocr-v4-det', grey)).rejects.toMatchObject({ code: 'TC_MODEL_SHAPE' });
  const session = await openModel('ppocr-v4-det', signature);
  expect(session.modelId).toBe('ppocr-v4-det');
  await session.close();
});
