import type { BenchArguments } from './bench-arguments.ts';

/** What a bench is given besides its arguments. */
export interface BenchContext {
  /** An empty directory, removed afterwards. */
  readonly dir: string;
  /** One line of progress. */
  readonly say: (text: string) => void;
  /** Aborted when the bench is to stop; everything it started must then end. */
  readonly signal: AbortSignal;
}

/** Runs one bench; the result is the JSON of the last output line. */
export type Bench = (args: BenchArguments, context: BenchContext) => Promise<object>;
