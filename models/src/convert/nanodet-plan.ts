import type { ConversionPlan } from './graph-converter.ts';

/** NanoDet-g of human-models, freed from its recorded 416 x 416: any multiple of 32 in each direction, any batch. */
export const NANODET_PLAN: ConversionPlan = {
  name: 'nanodet-g',
  input: { name: 'input_1', dims: ['batch', 3, 'height', 'width'] },
  outputs: [
    { name: 'Identity', dims: ['batch', 'cells8', 80] },
    { name: 'Identity_1', dims: ['batch', 'cells16', 80] },
    { name: 'Identity_2', dims: ['batch', 'cells32', 80] },
    { name: 'Identity_3', dims: ['batch', 'cells8', 44] },
    { name: 'Identity_4', dims: ['batch', 'cells16', 44] },
    { name: 'Identity_5', dims: ['batch', 'cells32', 44] },
  ],
  resizeScales: [2, 2, 0.5, 0.5],
};
