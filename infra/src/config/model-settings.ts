import type { ModelsConfig } from './config.ts';
import { badValue } from './config-refusals.ts';

type ModelVariable = 'THAPCANH_DETECTOR' | 'THAPCANH_MODELS_FILE' | 'THAPCANH_MODEL_PROVIDER';
type Read = (name: ModelVariable) => string | null;

const PROVIDERS = ['cpu', 'cuda'] as const;

/** Whether the detector exists is for the manifest to say, where the models are opened. Null: the shipped ones on the CPU. */
export function parseModels(where: string, text: Read): ModelsConfig | null {
  const [detector, manifestFile, name] = [
    text('THAPCANH_DETECTOR'),
    text('THAPCANH_MODELS_FILE'),
    text('THAPCANH_MODEL_PROVIDER'),
  ];
  if (detector === null && manifestFile === null && name === null) return null;
  if (detector !== null && !/^[a-z0-9][a-z0-9._-]{0,63}$/.test(detector)) {
    throw badValue(where, 'THAPCANH_DETECTOR', detector, {
      vi: 'tên mô hình như trong "npm run models -- list"',
      en: 'a model as "npm run models -- list" names it',
    });
  }
  const provider = name === null ? 'cpu' : PROVIDERS.find((known) => known === name);
  if (provider === undefined) {
    const all = PROVIDERS.join(', ');
    throw badValue(where, 'THAPCANH_MODEL_PROVIDER', name ?? '', { vi: `một trong ${all}`, en: `one of ${all}` });
  }
  return { detector, manifestFile, provider };
}

export function absoluteModels(models: ModelsConfig, absolute: (file: string) => string): ModelsConfig {
  return models.manifestFile === null ? models : { ...models, manifestFile: absolute(models.manifestFile) };
}

/** The variables from which `parseModels` makes the same. */
export function modelsToEnvironment(models: ModelsConfig | undefined): Partial<Record<ModelVariable, string>> {
  if (models === undefined) return {};
  return {
    THAPCANH_MODEL_PROVIDER: models.provider,
    ...(models.detector === null ? {} : { THAPCANH_DETECTOR: models.detector }),
    ...(models.manifestFile === null ? {} : { THAPCANH_MODELS_FILE: models.manifestFile }),
  };
}
