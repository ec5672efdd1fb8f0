import { BLAZEFACE_PLAN } from './blazeface-plan.ts';
import { type ConversionRecipe, ensureConverted } from './converted-model.ts';

export const BLAZEFACE_RECIPE: ConversionRecipe = {
  id: 'blazeface-back',
  graph: 'blazeface-back-graph',
  weights: 'blazeface-back-weights',
  plan: BLAZEFACE_PLAN,
};

/** Makes `weights/blazeface-back.onnx`; see `ensureConverted`. */
export const ensureBlazefaceWeights = (): Promise<boolean> => ensureConverted(BLAZEFACE_RECIPE);
