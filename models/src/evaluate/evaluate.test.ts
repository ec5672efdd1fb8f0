import { copyFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureNanodetWeights } from '../convert/nanodet-weights.ts';
import { CLEAR, drawnSignal, uniform } from '../lights/drawn-signal.fixture.ts';
import { parseEvalArguments } from './eval-arguments.ts';
import { EVAL_TASKS } from './eval-tasks.ts';
import { evaluate } from './evaluate.ts';
import { resultJson } from './result-json.ts';
import { platesTask } from './tasks/plates-task.ts';

// Pictures are cut out of our own rendered demo clips.
const GATE = new URL('../plates/pictures/gate-yellow-and-white.jpg', import.meta.url);

// Reading plates takes seconds where other work has the cores.
const PATIENCE_MS = 120_000;

let dir: string;
const said: string[] = [];
const surroundings = { say: (text: string) => void said.push(text), signal: new AbortController().signal };

async function labels(name: string, rows: readonly object[]): Promise<string> {
  await writeFile(join(dir, name), rows.map((row) => JSON.stringify(row)).join('\n'));
  return name;
}

const run = (command: string) => {
  const args = parseEvalArguments([...command.split(' '), '--data', dir]);
  return EVAL_TASKS[args.task](args, surroundings);
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'thapcanh-eval-'));
  await mkdir(join(dir, 'images'));
  for (const name of ['gate', 'other', 'wrong-size', 'cut']) await copyFile(GATE, join(dir, `images/${name}.jpg`));
  await truncate(join(dir, 'images/cut.jpg'), 20_000);
  const huge = sharp({ create: { width: 12_000, height: 1_000, channels: 3, background: 'grey' } });
  await writeFile(join(dir, 'images/huge.jpg'), await huge.jpeg().toBuffer());
  await ensureNanodetWeights();
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const plates = [{ text: '65K-335.99' }, { text: '43E-077.19' }];

test('a model that the task does not have is refused with those that it has', async () => {
  const file = await labels('model.jsonl', [{ image: 'images/gate.jpg', plates }]);
  await expect(run(`plates --labels ${file} --model yolo`)).rejects.toThrow(
    '--model "yolo" does not exist for plates; there are: ppocr-v4',
  );
});

test.each([
  ['plates', { plates }],
  ['plate-crops', { text: '65K33599' }],
  ['helmet', { label: 'helmet' }],
])('a size is refused where the model of %s takes none', async (task, labelled) => {
  const file = await labels(`${task}-size.jsonl`, [{ image: 'images/gate.jpg', ...labelled }]);
  await expect(run(`${task} --labels ${file} --size 640`)).rejects.toThrow(`this model of ${task} takes no --size`);
});

test('a report folder that cannot be made is refused before anything is measured', async () => {
  const file = await labels('report.jsonl', [{ image: 'images/gate.jpg', plates }]);
  await expect(run(`plates --labels ${file} --report ${join(dir, file)}`)).rejects.toMatchObject({
    code: 'TC_EVAL_REPORT',
  });
});

test(
  'when no picture can be read the run says why',
  async () => {
    const file = await labels('none.jsonl', [{ image: 'images/gone.jpg', plates }]);
    await expect(run(`plates --labels ${file}`)).rejects.toThrow(
      'None of the 1 pictures could be read. The first, images/gone.jpg (line 1): The picture file cannot be opened (ENOENT).',
    );
  },
  PATIENCE_MS,
);

test(
  'a failing model ends the run instead of counting as a bad picture',
  async () => {
    const file = await labels('broken.jsonl', [{ image: 'images/gate.jpg', plates }]);
    const args = parseEvalArguments(['plates', '--data', dir, '--labels', file]);
    const closed = {
      ...platesTask,
      open: async () => {
        const model = await platesTask.open({ runner: {}, modelId: 'ppocr-v4', inputSize: null });
        return { ...model, warmUp: () => model.close() };
      },
    };
    await expect(evaluate(closed, args, surroundings)).rejects.toMatchObject({ code: 'TC_MODEL_CLOSED' });
  },
  PATIENCE_MS,
);

test(
  'unreadable pictures are counted and named, the others are measured, and the page shows the worst',
  async () => {
    const file = await labels('plates.jsonl', [
      { image: 'images/cut.jpg', plates, group: 'b' },
      { image: 'images/gate.jpg', plates, group: 'a' },
      { image: 'images/other.jpg', plates: [{ text: '51G12345' }], group: 'b' },
      { image: 'images/huge.jpg', plates },
      { image: 'images/gone.jpg', plates },
      { image: 'images/wrong-size.jpg', w: 10, h: 10, plates },
    ]);
    const result = await run(`plates --labels ${file} --report ${join(dir, 'report')}`);
    const printed = JSON.parse(resultJson(result, 0));
    expect(printed).toMatchObject({
      task: 'plates',
      threads: 1,
      n: 3,
      pictures: 2,
      exact: 0.6667,
      extra: 1,
      unreadable: 4,
      groups: { a: { n: 2, exact: 1, cer: 0, pictures: 1 }, b: { n: 1, exact: 0 } },
    });
    expect(printed.unreadablePictures.map((one: { line: number; reason: string }) => [one.line, one.reason])).toEqual([
      [1, expect.stringContaining('The JPEG picture cannot be decoded')],
      [4, expect.stringContaining('The picture is too large: 12000x1000')],
      [5, 'The picture file cannot be opened (ENOENT).'],
      [6, expect.stringContaining('its label says 10x10: the boxes would not fit')],
    ]);
    expect(printed.msPerItem).toBeGreaterThan(0);
    expect(printed.wallMsPerItem).toBeGreaterThan(0);
    const page = await readFile(result.report ?? '', 'utf8');
    expect(page).toContain('51G12345');
    expect(page).toContain('data:image/jpeg;base64,');
  },
  PATIENCE_MS,
);

test(
  'a detector without anything to find answers with empty figures',
  async () => {
    const file = await labels('objects.jsonl', [{ image: 'images/gate.jpg', objects: [], classes: ['bicycle'] }]);
    const printed = JSON.parse(resultJson(await run(`detector --labels ${file} --model nanodet-g`), 0));
    expect(printed).toMatchObject({ model: 'nanodet-g', n: 0, meanAp50: null, groups: {} });
    expect(printed.ap50.vehicle).toBeNull();
  },
  PATIENCE_MS,
);

test(
  'a cut-out is read by the whole-picture reader too',
  async () => {
    const file = await labels('crops.jsonl', [{ image: 'images/gate.jpg', text: '65K33599' }]);
    const result = await run(`plate-crops --labels ${file} --model ppocr-v4`);
    expect(result.figures).toMatchObject({ n: 1, found: 1 });
  },
  PATIENCE_MS,
);

test('lights are read in their part of the picture', async () => {
  const look = { ...CLEAR, size: 60 };
  const red = drawnSignal('red', look, uniform(1));
  const green = drawnSignal('green', look, uniform(2));
  const both = [red, green].map(({ width, height, data }, index) => ({
    input: Buffer.from(data),
    raw: { width, height, channels: 3 as const },
    left: 20 + index * 200,
    top: 10,
  }));
  const street = sharp({ create: { width: 400, height: 200, channels: 3, background: 'grey' } }).composite(both);
  await writeFile(join(dir, 'images/street.jpg'), await street.jpeg({ quality: 95 }).toBuffer());
  const box = (x: number) => [x, 10, red.width, red.height];
  const file = await labels('lights.jsonl', [
    { image: 'images/street.jpg', label: 'red', box: box(20) },
    { image: 'images/street.jpg', label: 'green', box: box(220) },
  ]);
  const result = await run(`light --labels ${file}`);
  expect(result.figures).toMatchObject({ n: 2, found: 1, exact: 1, balancedAccuracy: 1 });
});

test('a run that is stopped ends with the reason', async () => {
  const file = await labels('stopped.jsonl', [{ image: 'images/gate.jpg', plates }]);
  const args = parseEvalArguments(['plates', '--data', dir, '--labels', file]);
  await expect(EVAL_TASKS.plates(args, { ...surroundings, signal: AbortSignal.abort('gone') })).rejects.toBe('gone');
});
