// Compares the exported network with the trained one, and measures it on one thread.
//   node check-onnx.mjs MODEL.onnx CHECKS_FOLDER
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import ort from 'onnxruntime-node';

const LARGEST_SCORE_ERROR = 1e-3;
const LARGEST_CORNER_ERROR_PX = 0.05;
const RUNS = 30;

const [modelFile, folder] = process.argv.slice(2);
if (modelFile === undefined || folder === undefined) {
  console.error('Usage: node check-onnx.mjs MODEL.onnx CHECKS_FOLDER');
  process.exit(2);
}

const floats = async (name) => {
  const bytes = await readFile(join(folder, name));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
};

const session = await ort.InferenceSession.create(modelFile, {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
});

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

let wrong = false;
for (const item of JSON.parse(await readFile(join(folder, 'cases.json'), 'utf8'))) {
  const image = new ort.Tensor('float32', await floats(item.input), item.dims);
  const expected = await floats(item.answer);
  const { map } = await session.run({ image });
  const cells = item.answerDims[2] * item.answerDims[3];
  const errors = { score: 0, cornerPx: 0 };
  map.data.forEach((value, i) => {
    const name = i % (9 * cells) < cells ? 'score' : 'cornerPx';
    errors[name] = Math.max(errors[name], Math.abs(value - expected[i]));
  });
  const wallMs = [];
  const cpuMs = [];
  for (let run = 0; run < RUNS; run += 1) {
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    await session.run({ image });
    const used = process.cpuUsage(cpu);
    wallMs.push(performance.now() - wall);
    cpuMs.push((used.user + used.system) / 1000);
  }
  const sameShape = item.answerDims.every((side, i) => side === map.dims[i]);
  const fits = sameShape && errors.score <= LARGEST_SCORE_ERROR && errors.cornerPx <= LARGEST_CORNER_ERROR_PX;
  wrong ||= !fits;
  console.log(JSON.stringify({ dims: item.dims, fits, ...errors, wallMs: median(wallMs), cpuMs: median(cpuMs) }));
}
process.exit(wrong ? 1 : 0);
