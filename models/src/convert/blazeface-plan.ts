import type { ConversionPlan } from './graph-converter.ts';

/**
 * BlazeFace, back-camera model, of human-models: 512 anchors of the 16 x 16 map, then 384 of the 8 x 8 map. The recorded
 * size stays, the anchors belong to it; the batch is free.
 */
export const BLAZEFACE_PLAN: ConversionPlan = {
  name: 'blazeface-back',
  input: { name: 'input', dims: ['batch', 256, 256, 3] },
  outputs: [
    { name: 'Identity', dims: ['batch', 512, 1] },
    { name: 'Identity_1', dims: ['batch', 384, 1] },
    { name: 'Identity_2', dims: ['batch', 512, 16] },
    { name: 'Identity_3', dims: ['batch', 384, 16] },
  ],
  resizeScales: [],
};
