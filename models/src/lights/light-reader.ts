import type { LightReader, LightState, LightVerdict, RgbImage, RunOptions } from '../contracts.ts';
import { assertImage } from '../image.ts';
import { modelError } from '../model-errors.ts';
import { type LampEvidence, lampEvidenceOf } from './lamp-evidence.ts';

const MODEL_ID = 'traffic-light-hsv';
/** Smaller signals are a few pixels a lamp. */
const MIN_SHORT_SIDE_PX = 6;
const MIN_LONG_SIDE_PX = 14;
/** Less light than this (share of a lamp) is a reflection. */
const MIN_LIT = 0.12;
/** The winner's share of all coloured light below which two lamps seem to shine. */
const MIN_SHARE = 0.6;
/** Under a veil of this brightness nothing can be told. */
const MAX_VEIL = 0.75;
/** Under a thinner one a weak lamp looks like none. */
const MAX_VEIL_OF_OFF = 0.34;

/** Logistic curve from evidence to how often such verdicts are right, checked on drawn signals. */
const CALIBRATION = { offset: -0.4, share: 1.1, lit: 0.5 } as const;
const MOST_SURE = 0.99;
const OFF_PROBABILITY = 0.95;
const UNKNOWN: LightVerdict = { state: 'unknown', probability: 0 };

function verdictOf(region: RgbImage): LightVerdict {
  const short = Math.min(region.width, region.height);
  const long = Math.max(region.width, region.height);
  if (short < MIN_SHORT_SIDE_PX || long < MIN_LONG_SIDE_PX) return UNKNOWN;
  const evidence = lampEvidenceOf(region);
  if (evidence.veil > MAX_VEIL) return UNKNOWN;
  const [first, second] = rankedOf(evidence);
  const total = evidence.red + evidence.amber + evidence.green;
  if (first.lit < MIN_LIT) {
    const isDark = evidence.veil < MAX_VEIL_OF_OFF && evidence.colourless < MIN_LIT;
    return isDark ? { state: 'off', probability: OFF_PROBABILITY } : UNKNOWN;
  }
  const share = first.lit / total;
  if (share < MIN_SHARE) return UNKNOWN;
  const logit =
    CALIBRATION.offset +
    CALIBRATION.share * Math.log((first.lit + 0.01) / (second.lit + 0.01)) +
    CALIBRATION.lit * Math.log(first.lit / MIN_LIT);
  return { state: first.state, probability: Math.min(MOST_SURE, 1 / (1 + Math.exp(-logit))) };
}

interface RankedLamp {
  readonly state: Exclude<LightState, 'off' | 'unknown'>;
  readonly lit: number;
}

function rankedOf({ red, amber, green }: LampEvidence): [RankedLamp, RankedLamp] {
  const lamps: [RankedLamp, RankedLamp, RankedLamp] = [
    { state: 'red', lit: red },
    { state: 'amber', lit: amber },
    { state: 'green', lit: green },
  ];
  lamps.sort((a, b) => b.lit - a.lit);
  return [lamps[0], lamps[1]];
}

/**
 * Reads a traffic light by the colour of its lit lamp and by where in the signal it shines. The region is the housing of
 * one three-lamp signal, upright or lying (red on the left), and little else. Needs no model file.
 */
export class HsvLightReader implements LightReader {
  readonly modelId = MODEL_ID;
  #isClosed = false;

  async warmUp(): Promise<void> {}

  async read(regions: readonly RgbImage[], options: RunOptions = {}): Promise<LightVerdict[]> {
    for (const region of regions) assertImage(region);
    if (this.#isClosed) throw modelError('TC_MODEL_CLOSED', { model: MODEL_ID });
    return regions.map((region) => {
      options.signal?.throwIfAborted();
      return verdictOf(region);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }
}
