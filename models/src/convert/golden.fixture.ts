import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { FloatTensor } from '../onnx-session.ts';

interface GoldenOutput {
  readonly shape: number[];
  readonly step: number;
  readonly values: number[];
  /** Of all values, not only of those kept. */
  readonly sum: number;
  readonly absoluteSum: number;
}

interface Golden {
  readonly outputs: Record<string, GoldenOutput>;
}

/** The generator that the golden files name. */
export function seededInput(count: number): Float32Array {
  let seed = 1;
  return Float32Array.from({ length: count }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (seed / 2 ** 32 - 0.5) * 4;
  });
}

/** Compares outputs with a golden file beside this one: the values kept, and sums over all; larger values may differ by more. */
export async function expectGolden(file: string, outputs: ReadonlyMap<string, FloatTensor>): Promise<void> {
  const golden = JSON.parse(await readFile(new URL(file, import.meta.url), 'utf8')) as Golden;
  for (const [name, { shape, step, values, sum, absoluteSum }] of Object.entries(golden.outputs)) {
    const found = outputs.get(name);
    expect(found?.dims).toEqual(shape);
    const all = [...(found?.data ?? [])];
    expect(Math.abs(all.reduce((total, value) => total + value, 0) - sum)).toBeLessThan(1e-5 * absoluteSum);
    const absolute = all.reduce((total, value) => total + Math.abs(value), 0);
    expect(Math.abs(absolute - absoluteSum)).toBeLessThan(1e-5 * absoluteSum);
    for (const [index, value] of values.entries())
      expect(Math.abs((found?.data[index * step] ?? Number.NaN) - value)).toBeLessThan(1e-4 + 1e-5 * Math.abs(value));
  }
}
