import type { PlateKindId } from './plate-kinds.ts';
import { matchLayouts, printInLayout } from './plate-layout.ts';

/**
 * A canonical text as it is printed on a plate of that kind (`59Z123456`, motorbike-old -> `59-Z1 234.56`);
 * a text that no plate of the kind carries comes back unchanged.
 */
export function displayPlate(text: string, kind: PlateKindId): string {
  const match = matchLayouts(text).find((candidate) => candidate.layout.kind.id === kind && candidate.text === text);
  return match === undefined ? text : printInLayout(match.layout, text);
}
