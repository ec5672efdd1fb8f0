// Compares a model on whole numbers with the one it was made from, and measures both on one thread:
//   node compare.mjs SINGLE-PRECISION.onnx WHOLE-NUMBERS.onnx SCALE ZERO WIDTHxHEIGHT...
import { performance } from 'node:perf_hooks';
import ort from 'onnxruntime-node';

const WARM_UPS = 5;
const RUNS = 30;
const BLOCK_BYTES = 12;
const COARSE_PX = 8;

const [plainFile, wholeFile, scaleText, zeroText, ...sizes] = process.argv.slice(2);
if (sizes.length === 0) {
  console.error('Usage: node compare.mjs SINGLE-PRECISION.onnx WHOLE-NUMBERS.onnx SCALE ZERO WIDTHxHEIGHT...');
  process.exit(2);
}
const [scale, zero] = [Number(scaleText), Number(zeroText)];

const open = (file) =>
  ort.InferenceSession.create(file, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
const [plain, whole] = [await open(plainFile), await open(wholeFile)];

/** Patches with grain: the same picture as planes of floats and as blocks of bytes. */
function inputsOf(width, height) {
  const columns = Math.ceil(width / COARSE_PX);
  const patches = Array.from({ length: columns * Math.ceil(height / COARSE_PX) * 3 }, () => Math.random() * 235);
  const planes = new Float32Array(3 * width * height);
  const blocks = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let channel = 0; channel < 3; channel += 1) {
        const patch = (Math.floor(y / COARSE_PX) * columns + Math.floor(x / COARSE_PX)) * 3 + channel;
        const value = Math.floor(patches[patch] + Math.random() * 20);
        planes[channel * width * height + y * width + x] = (value - zero) * scale;
        const block = (y >> 1) * (width >> 1) + (x >> 1);
        blocks[block * BLOCK_BYTES + (y & 1) * 6 + (x & 1) * 3 + channel] = value;
      }
  return [
    new ort.Tensor('float32', planes, [1, 3, height, width]),
    new ort.Tensor('uint8', blocks, [1, height / 2, width / 2, BLOCK_BYTES]),
  ];
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function medianMs(session, feeds) {
  const wallMs = [];
  for (let run = -WARM_UPS; run < RUNS; run += 1) {
    const start = performance.now();
    await session.run(feeds);
    if (run >= 0) wallMs.push(performance.now() - start);
  }
  return +median(wallMs).toFixed(1);
}

for (const size of sizes) {
  const [width, height] = size.split('x').map(Number);
  const [planes, blocks] = inputsOf(width, height);
  const feeds = [{ [plain.inputNames[0]]: planes }, { [whole.inputNames[0]]: blocks }];
  const [expected, answered] = [await plain.run(feeds[0]), await whole.run(feeds[1])];
  const meanDifference = Object.fromEntries(
    Object.entries(expected).map(([name, { data }]) => {
      const sum = data.reduce((total, value, at) => total + Math.abs(value - answered[name].data[at]), 0);
      return [name, +(sum / data.length).toPrecision(3)];
    }),
  );
  const ms = { singlePrecision: await medianMs(plain, feeds[0]), wholeNumbers: await medianMs(whole, feeds[1]) };
  console.log(JSON.stringify({ size, meanDifference, ms }));
}
