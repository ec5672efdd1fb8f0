import { type DetectorOpenOptions, openDetector } from './adapters/open-detector.ts';
import type { Detector, PlateReader } from './contracts.ts';
import { entryOf, loadManifest } from './manifest.ts';
import { createCornerPlateReader, type PlateReaderOptions } from './plates/create-plate-runners.ts';

export interface DetectorOptions extends DetectorOpenOptions {
  /** Manifest id; the shipped default detector by default. */
  readonly model?: string;
  /** A customer's own manifest file; the shipped one by default. */
  readonly manifest?: string;
}

const DEFAULT_DETECTOR = 'street-detector';

/** The platform's vehicle and person detector. Ask here, not for a model by name: the model may be another one tomorrow. */
export async function createDetector({ model, manifest, ...options }: DetectorOptions = {}): Promise<Detector> {
  return openDetector(entryOf(await loadManifest(manifest), model ?? DEFAULT_DETECTOR), options);
}

/** The platform's plate reader; same advice. */
export function createPlateReader(options: PlateReaderOptions = {}): Promise<PlateReader> {
  return createCornerPlateReader(options);
}

export { createFaceDetector, createFaceEmbedder } from './faces/create-face-runners.ts';
export { createHelmetClassifier } from './helmet/create-helmet-classifier.ts';
