import { BLAZEFACE_RECIPE } from './blazeface-weights.ts';
import { ensureConverted } from './converted-model.ts';
import { NANODET_RECIPE } from './nanodet-weights.ts';

// Build step of this package.
for (const recipe of [NANODET_RECIPE, BLAZEFACE_RECIPE])
  if (await ensureConverted(recipe)) console.log(`converted weights/${recipe.id}.onnx`);
