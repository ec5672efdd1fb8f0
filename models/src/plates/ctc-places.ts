import { BLANK, type CtcLine } from './ctc-text.ts';

export interface ClassShare {
  readonly index: number;
  /** 0..1 over all classes but the blank. */
  readonly share: number;
}

/** State `2i` is the blank before character `i`, `2i + 1` the character; rows are steps. */
interface Lattice {
  /** All ways up to and with a step that are in a state there. */
  readonly into: Float64Array;
  /** All ways on from a state after a step. */
  readonly onward: Float64Array;
  readonly states: number;
}

function latticeOf({ probabilities, steps, classes }: CtcLine, text: readonly number[]): Lattice {
  const states = 2 * text.length + 1;
  const into = new Float64Array(steps * states);
  const onward = new Float64Array(steps * states);
  const classOf = new Int32Array(states);
  for (const [place, index] of text.entries()) classOf[2 * place + 1] = index;
  const skips = new Uint8Array(states);
  for (let state = 3; state < states; state += 2) skips[state] = classOf[state] === classOf[state - 2] ? 0 : 1;
  for (let step = 0; step < steps; step += 1)
    for (let state = 0; state < states; state += 1) {
      let ways = step === 0 && state < 2 ? 1 : 0;
      if (step > 0) {
        const before = (step - 1) * states + state;
        ways = (into[before] ?? 0) + (state > 0 ? (into[before - 1] ?? 0) : 0);
        if (skips[state] === 1) ways += into[before - 2] ?? 0;
      }
      into[step * states + state] = ways * (probabilities[step * classes + (classOf[state] ?? 0)] ?? 0);
    }
  onward.fill(1, (steps - 1) * states + Math.max(0, states - 2));
  const next = new Float64Array(states);
  for (let step = steps - 2; step >= 0; step -= 1) {
    const after = step + 1;
    for (let state = 0; state < states; state += 1)
      next[state] =
        (probabilities[after * classes + (classOf[state] ?? 0)] ?? 0) * (onward[after * states + state] ?? 0);
    for (let state = 0; state < states; state += 1) {
      const past = state + 1 < states ? (next[state + 1] ?? 0) : 0;
      const skipped = skips[state + 2] === 1 ? (next[state + 2] ?? 0) : 0;
      onward[step * states + state] = (next[state] ?? 0) + past + skipped;
    }
  }
  return { into, onward, states };
}

/**
 * For every place of a text, how likely each class is there while the other places stay: the probability of the text with
 * that class put in, over the sum of all. At most `keep` a place, by falling share.
 */
export function placeShares(line: CtcLine, text: readonly number[], keep: number): ClassShare[][] {
  if (text.length === 0) return [];
  const { probabilities, steps, classes } = line;
  const lattice = latticeOf(line, text);
  const shares = new Float64Array(classes);
  const ways = {
    arriving: new Float64Array(steps),
    leaving: new Float64Array(steps),
    arrivingFromBlank: new Float64Array(steps),
    leavingToBlank: new Float64Array(steps),
  };
  return text.map((_, place) => {
    const before = text[place - 1];
    const after = text[place + 1];
    setWays(ways, line, lattice, text, place);
    let total = 0;
    for (let index = 1; index < classes; index += 1) {
      const arriving = index === before ? ways.arrivingFromBlank : ways.arriving;
      const leaving = index === after ? ways.leavingToBlank : ways.leaving;
      let here = 0;
      let share = 0;
      for (let step = 0, at = index; step < steps; step += 1, at += classes) {
        here = (here + (arriving[step] ?? 0)) * (probabilities[at] ?? 0);
        share += here * (leaving[step] ?? 0);
      }
      shares[index] = share;
      total += share;
    }
    return greatest(shares, keep).map((index) => ({ index, share: (shares[index] ?? 0) / total }));
  });
}

/** All ways to one place of a text and on from it, at every step. */
interface Ways {
  readonly arriving: Float64Array;
  readonly leaving: Float64Array;
  /** Without those that come straight from the character before, or go straight to the one after. */
  readonly arrivingFromBlank: Float64Array;
  readonly leavingToBlank: Float64Array;
}

function setWays(
  { arriving, leaving, arrivingFromBlank, leavingToBlank }: Ways,
  { probabilities, steps, classes }: CtcLine,
  { into, onward, states }: Lattice,
  text: readonly number[],
  place: number,
): void {
  const state = 2 * place + 1;
  const after = text[place + 1];
  arriving[0] = arrivingFromBlank[0] = place === 0 ? 1 : 0;
  leaving[steps - 1] = leavingToBlank[steps - 1] = after === undefined ? 1 : 0;
  for (let step = 1; step < steps; step += 1) {
    const from = (step - 1) * states + state;
    const fromBlank = into[from - 1] ?? 0;
    arrivingFromBlank[step] = fromBlank;
    arriving[step] = place === 0 ? fromBlank : fromBlank + (into[from - 2] ?? 0);
    const to = step * states + state;
    const toBlank = (probabilities[step * classes + BLANK] ?? 0) * (onward[to + 1] ?? 0);
    const toNext = after === undefined ? 0 : (probabilities[step * classes + after] ?? 0) * (onward[to + 2] ?? 0);
    leavingToBlank[step - 1] = toBlank;
    leaving[step - 1] = toBlank + toNext;
  }
}

/** The classes with the greatest shares, by falling share; the blank is none of them. */
function greatest(shares: Float64Array, keep: number): number[] {
  const best: number[] = [];
  for (let index = 1; index < shares.length; index += 1) {
    const share = shares[index] ?? 0;
    let rank = best.length;
    while (rank > 0 && share > (shares[best[rank - 1] ?? 0] ?? 0)) rank -= 1;
    if (rank >= keep) continue;
    best.splice(rank, 0, index);
    if (best.length > keep) best.pop();
  }
  return best;
}
