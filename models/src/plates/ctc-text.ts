/** What a recogniser says about one line of text: at every step, how likely every class is. */
export interface CtcLine {
  /** `steps * classes`; each step sums to 1 and no class has nothing. Class 0 is the blank. */
  readonly probabilities: Float64Array;
  readonly steps: number;
  readonly classes: number;
}

export interface CtcText {
  /** Classes from left to right, none of them the blank. */
  readonly classes: readonly number[];
  /** 0..1; over all texts that the line can be it sums to 1. */
  readonly probability: number;
}

export interface ClassShare {
  readonly index: number;
  /** 0..1 over all classes but the blank. */
  readonly share: number;
}

const BLANK = 0;
/** Keeps products over some 32 steps far from the smallest number there is. */
const LEAST = 1e-7;
/** Classes that unlikely do not begin a text of their own. */
const WORTH_TRYING = 1e-3;

/** Softmax of logits. */
export function ctcLine(logits: Float32Array, steps: number, classes: number): CtcLine {
  const probabilities = new Float64Array(steps * classes);
  for (let step = 0; step < steps; step += 1) {
    const from = step * classes;
    let peak = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < classes; index += 1) peak = Math.max(peak, logits[from + index] ?? 0);
    let total = 0;
    for (let index = 0; index < classes; index += 1) {
      const value = Math.max(LEAST, Math.exp((logits[from + index] ?? 0) - peak));
      probabilities[from + index] = value;
      total += value;
    }
    for (let index = 0; index < classes; index += 1)
      probabilities[from + index] = (probabilities[from + index] ?? 0) / total;
  }
  return { probabilities, steps, classes };
}

/** A text so far; the same text is the same object, so that ways to it meet. */
interface Prefix {
  readonly parent: Prefix | null;
  readonly index: number;
  readonly children: Map<number, Prefix>;
  /** Probability of all ways to it that end in a blank, and in its last character. */
  blank: number;
  label: number;
  /** The same after the step under way, and which step that is. */
  nextBlank: number;
  nextLabel: number;
  step: number;
}

const prefixAfter = (parent: Prefix | null, index: number): Prefix => ({
  parent,
  index,
  children: new Map(),
  blank: 0,
  label: 0,
  nextBlank: 0,
  nextLabel: 0,
  step: -1,
});

function classesOf(prefix: Prefix): number[] {
  const classes: number[] = [];
  for (let at: Prefix | null = prefix; at !== null && at.parent !== null; at = at.parent) classes.push(at.index);
  return classes.reverse();
}

/** Prefix beam search (Graves 2012; Hannun 2014): the likeliest texts, by falling probability; the empty text is one. */
export function likeliestTexts(line: CtcLine, beam: number): CtcText[] {
  const { probabilities } = line;
  const start = prefixAfter(null, BLANK);
  start.blank = 1;
  let prefixes: Prefix[] = [start];
  for (let step = 0; step < line.steps; step += 1) {
    const reached: Prefix[] = [];
    const reach = (prefix: Prefix): Prefix => {
      if (prefix.step === step) return prefix;
      prefix.step = step;
      prefix.nextBlank = 0;
      prefix.nextLabel = 0;
      reached.push(prefix);
      return prefix;
    };
    const at = step * line.classes;
    const candidates: number[] = [];
    for (let index = 1; index < line.classes; index += 1)
      if ((probabilities[at + index] ?? 0) >= WORTH_TRYING) candidates.push(index);
    const blankHere = probabilities[at + BLANK] ?? 0;
    for (const prefix of prefixes) {
      const { blank, label, index: last } = prefix;
      reach(prefix);
      prefix.nextBlank += (blank + label) * blankHere;
      if (prefix.parent !== null) prefix.nextLabel += label * (probabilities[at + last] ?? 0);
      for (const index of candidates) {
        const known = prefix.children.get(index);
        const child = known ?? prefixAfter(prefix, index);
        if (known === undefined) prefix.children.set(index, child);
        reach(child);
        // The same character twice needs a blank between.
        const isSame = prefix.parent !== null && index === last;
        child.nextLabel += (probabilities[at + index] ?? 0) * (isSame ? blank : blank + label);
      }
    }
    for (const prefix of prefixes) prefix.blank = prefix.label = 0;
    for (const prefix of reached) {
      prefix.blank = prefix.nextBlank;
      prefix.label = prefix.nextLabel;
    }
    prefixes = reached.sort((a, b) => b.blank + b.label - (a.blank + a.label)).slice(0, beam);
  }
  return prefixes.map((prefix) => ({ classes: classesOf(prefix), probability: prefix.blank + prefix.label }));
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
  const classOf = (state: number): number => (state % 2 === 0 ? BLANK : (text[(state - 1) / 2] ?? BLANK));
  const maySkip = (state: number): boolean => state % 2 === 1 && state >= 3 && classOf(state) !== classOf(state - 2);
  for (let step = 0; step < steps; step += 1)
    for (let state = 0; state < states; state += 1) {
      let ways = step === 0 && state < 2 ? 1 : 0;
      if (step > 0) {
        const before = (step - 1) * states + state;
        ways = (into[before] ?? 0) + (state > 0 ? (into[before - 1] ?? 0) : 0);
        if (maySkip(state)) ways += into[before - 2] ?? 0;
      }
      into[step * states + state] = ways * (probabilities[step * classes + classOf(state)] ?? 0);
    }
  for (let state = Math.max(0, states - 2); state < states; state += 1) onward[(steps - 1) * states + state] = 1;
  for (let step = steps - 2; step >= 0; step -= 1)
    for (let state = 0; state < states; state += 1) {
      let ways = 0;
      for (let to = state; to <= Math.min(states - 1, state + 2); to += 1) {
        if (to === state + 2 && !maySkip(to)) continue;
        const after = step + 1;
        ways += (probabilities[after * classes + classOf(to)] ?? 0) * (onward[after * states + to] ?? 0);
      }
      onward[step * states + state] = ways;
    }
  return { into, onward, states };
}

/**
 * For every place of a text, how likely each class is there while the other places stay: the probability of the text with
 * that class put in, over the sum of all. At most `keep` a place, by falling share.
 */
export function placeShares(line: CtcLine, text: readonly number[], keep: number): ClassShare[][] {
  const { probabilities, steps, classes } = line;
  const { into, onward, states } = latticeOf(line, text);
  return text.map((_, place) => {
    const state = 2 * place + 1;
    const before = text[place - 1];
    const after = text[place + 1];
    const arriving = (step: number, index: number): number => {
      if (step === 0) return place === 0 ? 1 : 0;
      const row = (step - 1) * states + state;
      const fromBlank = into[row - 1] ?? 0;
      return before === undefined || before === index ? fromBlank : fromBlank + (into[row - 2] ?? 0);
    };
    const leaving = (step: number, index: number): number => {
      if (step === steps - 1) return after === undefined ? 1 : 0;
      const row = (step + 1) * states + state;
      const next = (step + 1) * classes;
      const toBlank = (probabilities[next + BLANK] ?? 0) * (onward[row + 1] ?? 0);
      if (after === undefined || after === index) return toBlank;
      return toBlank + (probabilities[next + after] ?? 0) * (onward[row + 2] ?? 0);
    };
    const shares: { index: number; share: number }[] = [];
    let total = 0;
    for (let index = 1; index < classes; index += 1) {
      let here = 0;
      let share = 0;
      for (let step = 0; step < steps; step += 1) {
        here = (here + arriving(step, index)) * (probabilities[step * classes + index] ?? 0);
        share += here * leaving(step, index);
      }
      shares.push({ index, share });
      total += share;
    }
    return shares
      .map(({ index, share }) => ({ index, share: share / total }))
      .sort((a, b) => b.share - a.share)
      .slice(0, keep);
  });
}
