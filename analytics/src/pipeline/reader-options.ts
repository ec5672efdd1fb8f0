import type { PpocrPlateReaderOptions } from '@thapcanh/models/plates/ppocr-plate-reader';

/**
 * How a gate reads. Text is looked for as if the picture were 960 px across: at the reader's own 736 two-line plates of
 * 60-70 px (in 1280) are found in half of the pictures only, at 960 in all, at 1280 with nothing more at twice the cost.
 */
export const READER_OPTIONS: PpocrPlateReaderOptions = { findLongSide: 960, threads: 1 };
