import { expect, test } from 'vitest';
import { parseEvalArguments } from './eval-arguments.ts';

test.each([
  [[], /exactly one task is needed of: plates, plate-crops, detector, faces, helmet, light/],
  [['dogs', '--data', 'x'], /exactly one task/],
  [['plates', 'faces', '--data', 'x'], /exactly one task/],
  [['plates'], /--data <folder of labelled pictures> is missing/],
  [['plates', '--data', ''], /--data is empty/],
  [['plates', '--data', 'x', '--colour', '3'], /Unknown option '--colour'/],
  [['plates', '--data'], /--data/],
  [['plates', '--data', 'x', '--limit', '0'], /--limit "0" must be a whole number from 1/],
  [['plates', '--data', 'x', '--limit', '1e3'], /--limit "1e3" must be a whole number/],
  [['plates', '--data', 'x', '--threads', '65'], /--threads "65" must be a whole number from 1 to 64/],
])('%j is refused', (args, message) => {
  expect(() => parseEvalArguments(args)).toThrow(message);
});

test('the refusal is in Vietnamese too', () => {
  expect(() => parseEvalArguments(['plates'])).toThrow(
    expect.objectContaining({
      code: 'TC_EVAL_ARGUMENT',
      params: { reason: expect.objectContaining({ vi: 'thiếu --data <thư mục ảnh có nhãn>' }) },
    }),
  );
});

test('what is not given has its usual value', () => {
  expect(parseEvalArguments(['plates', '--data', 'x'])).toEqual({
    task: 'plates',
    dataDir: 'x',
    labelsFile: 'labels.jsonl',
    reportDir: null,
    group: null,
    split: null,
    limit: null,
    modelId: null,
    inputSize: null,
    threads: 1,
    isJson: false,
  });
});

test('every flag is read, wherever it stands', () => {
  const args =
    '--json --group g --split val detector --data=x --labels l.jsonl --report r --limit 5 --model m --size 640 --threads 2';
  expect(parseEvalArguments(args.split(' '))).toEqual({
    task: 'detector',
    dataDir: 'x',
    labelsFile: 'l.jsonl',
    reportDir: 'r',
    group: 'g',
    split: 'val',
    limit: 5,
    modelId: 'm',
    inputSize: 640,
    threads: 2,
    isJson: true,
  });
});
