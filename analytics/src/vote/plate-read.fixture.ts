import type { PlateRead } from './plate-read.ts';

/** A read with every character equally sure, overridable. */
export function plateRead(text: string, over: Partial<PlateRead> = {}): PlateRead {
  const confidence = over.confidence ?? 0.9;
  return {
    atMs: 1_000,
    text,
    rawText: text,
    charConfidences: [...text].map(() => confidence),
    confidence,
    lines: 1,
    ground: 'white',
    widthPx: 100,
    isCut: false,
    ...over,
  };
}
