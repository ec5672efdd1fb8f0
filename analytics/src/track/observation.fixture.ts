import type { FrameObservation, ObjectObservation, PlateObservation } from './observation.ts';

/** A plate centred at `x`,`y`, 100 px wide unless told. */
export function plateAt(text: string, x: number, y: number, over: Partial<PlateObservation> & { width?: number } = {}) {
  const { width = 100, ...rest } = over;
  const confidence = rest.confidence ?? 0.9;
  const height = width / 4.7;
  const plate: PlateObservation = {
    box: { x: x - width / 2, y: y - height / 2, width, height },
    text,
    rawText: text,
    charConfidences: [...text].map(() => confidence),
    confidence,
    lines: 1,
    ground: 'white',
    ...rest,
  };
  return plate;
}

export function frameAt(
  capturedAtMs: number,
  plates: readonly PlateObservation[],
  objects: readonly ObjectObservation[] | null = null,
): FrameObservation {
  return { capturedAtMs, width: 1280, height: 720, plates, objects };
}
