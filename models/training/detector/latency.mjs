// Measures a detector on one thread, on noise: node latency.mjs MODEL.onnx WIDTHxHEIGHT...
import { performance } from 'node:perf_hooks';
import ort from 'onnxruntime-node';

const WARM_UPS = 5;
const RUNS = 40;

const [modelFile, ...sizes] = process.argv.slice(2);
if (modelFile === undefined || sizes.length === 0) {
  console.error('Usage: node latency.mjs MODEL.onnx WIDTHxHEIGHT...');
  process.exit(2);
}

const session = await ort.InferenceSession.create(modelFile, {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
});
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

for (const size of sizes) {
  const [width, height] = size.split('x').map(Number);
  const data = Float32Array.from({ length: 3 * width * height }, () => Math.random() * 255);
  const feeds = { [session.inputNames[0]]: new ort.Tensor('float32', data, [1, 3, height, width]) };
  const wallMs = [];
  const cpuMs = [];
  for (let run = -WARM_UPS; run < RUNS; run += 1) {
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    await session.run(feeds);
    const used = process.cpuUsage(cpu);
    if (run < 0) continue;
    wallMs.push(performance.now() - wall);
    cpuMs.push((used.user + used.system) / 1000);
  }
  console.log(JSON.stringify({ size, wallMs: +median(wallMs).toFixed(1), cpuMs: +median(cpuMs).toFixed(1) }));
}
