import type { DemoTruth, TruthPassage } from '../../camera-sim/demo-city.ts';
import { truthPassagesBetween } from '../../camera-sim/demo-city.ts';
import type { ApiSession } from './api-session.ts';

/** A passage as the API lists it; only what this check reads. */
interface ListedPassage {
  readonly startedAt: string;
  readonly endedAt: string;
  readonly plate: { readonly text: string } | null;
}

export interface PassageVerdict {
  readonly expected: number;
  readonly exact: number;
  /** Passages with a plate that no truth explains. */
  readonly extra: number;
  readonly missed: readonly string[];
}

/** A read may begin before the plate is wholly in view or end after it left, by about two sampled pictures. */
const TOLERANCE_MS = 3_000;

/** Compares what the platform found at one gate between two instants with what really passed. */
export async function comparePassages(
  api: ApiSession,
  cameraId: string,
  truth: DemoTruth,
  fromMs: number,
  toMs: number,
): Promise<PassageVerdict> {
  const query = new URLSearchParams({
    cameraId,
    from: new Date(fromMs - TOLERANCE_MS).toISOString(),
    to: new Date(toMs + TOLERANCE_MS).toISOString(),
    limit: '200',
  });
  const { items } = await api.json<{ items: ListedPassage[] }>(`/passages?${query}`);
  const expected = truthPassagesBetween(truth, fromMs, toMs);
  const found = items.filter((item) => item.plate !== null);
  const explained = new Set<ListedPassage>();
  const missed: string[] = [];
  for (const passage of expected) {
    const match = found.find((item) => !explained.has(item) && isSame(item, passage));
    if (match === undefined) missed.push(passage.plate);
    else explained.add(match);
  }
  // A vehicle that crosses the border of the watch is not counted, but it is no invention either.
  const nearby = truthPassagesBetween(truth, fromMs - truth.durationMs, toMs + truth.durationMs);
  const extra = found.filter((item) => !explained.has(item) && !nearby.some((passage) => isSame(item, passage)));
  return { expected: expected.length, exact: explained.size, extra: extra.length, missed };
}

function isSame(item: ListedPassage, passage: TruthPassage): boolean {
  return (
    item.plate?.text === passage.plate &&
    Date.parse(item.startedAt) <= passage.outAtMs + TOLERANCE_MS &&
    Date.parse(item.endedAt) >= passage.inAtMs - TOLERANCE_MS
  );
}
