import type { Detector, PlateReader } from './contracts.ts';
import { createNanodetDetector, type NanodetOptions } from './detector/nanodet-detector.ts';
import { createPpocrPlateReader, type PpocrPlateReaderOptions } from './plates/ppocr-plate-reader.ts';

/** The platform's vehicle and person detector. Ask here, not for a model by name: the model may be another one tomorrow. */
export function createDetector(options: NanodetOptions = {}): Promise<Detector> {
  return createNanodetDetector(options);
}

/** The platform's plate reader; same advice. */
export function createPlateReader(options: PpocrPlateReaderOptions = {}): Promise<PlateReader> {
  return createPpocrPlateReader(options);
}
