import type { DetectedClass } from '../contracts.ts';

/** Rows of a model's classes that the platform keeps. */
export type ClassMap = readonly (readonly [index: number, name: DetectedClass])[];

/** Class names of COCO and of common data sets; two-wheelers' riders stay `person`. */
const KEPT: Readonly<Record<string, DetectedClass>> = {
  person: 'person',
  bicycle: 'bicycle',
  car: 'car',
  motorcycle: 'motorcycle',
  motorbike: 'motorcycle',
  bus: 'bus',
  truck: 'truck',
};

/** Finds the platform's classes among a model's class names; others are left out. */
export function classMapOf(names: readonly string[]): ClassMap {
  return names.flatMap((name, index) => {
    const kept = Object.hasOwn(KEPT, name.toLowerCase()) ? KEPT[name.toLowerCase()] : undefined;
    return kept === undefined ? [] : [[index, kept] as const];
  });
}
