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

/** Class 0: nothing stands here. */
export const BLANK = 0;
/** Keeps products over some 32 steps far from the smallest number there is. */
const LEAST = 1e-7;
const LEAST_LOGIT = Math.log(LEAST);
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
      const logit = (logits[from + index] ?? 0) - peak;
      const value = logit > LEAST_LOGIT ? Math.exp(logit) : LEAST;
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
  children: Map<number, Prefix> | null;
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
  children: null,
  blank: 0,
  label: 0,
  nextBlank: 0,
  nextLabel: 0,
  step: -1,
});

function childOf(prefix: Prefix, index: number): Prefix {
  prefix.children ??= new Map();
  const known = prefix.children.get(index);
  if (known !== undefined) return known;
  const child = prefixAfter(prefix, index);
  prefix.children.set(index, child);
  return child;
}

const byProbability = (a: Prefix, b: Prefix): number => b.blank + b.label - (a.blank + a.label);

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
        const child = reach(childOf(prefix, index));
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
    prefixes = reached.length > beam ? reached.sort(byProbability).slice(0, beam) : reached;
  }
  return prefixes
    .sort(byProbability)
    .map((prefix) => ({ classes: classesOf(prefix), probability: prefix.blank + prefix.label }));
}
