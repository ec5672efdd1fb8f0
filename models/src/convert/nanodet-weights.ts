import { type ConversionRecipe, ensureConverted } from './converted-model.ts';
import { NANODET_PLAN } from './nanodet-plan.ts';

export const NANODET_RECIPE: ConversionRecipe = {
  id: 'nanodet-g',
  graph: 'nanodet-g-graph',
  weights: 'nanodet-g-weights',
  plan: NANODET_PLAN,
};

/** Makes `weights/nanodet-g.onnx`; see `ensureConverted`. */
export const ensureNanodetWeights = (): Promise<boolean> => ensureConverted(NANODET_RECIPE);
