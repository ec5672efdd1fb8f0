import { ensureNanodetWeights } from './nanodet-weights.ts';

// Build step of this package.
if (await ensureNanodetWeights()) console.log('converted weights/nanodet-g.onnx');
