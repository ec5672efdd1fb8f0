import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const PARTS = ['What', 'Data', 'Licence and provenance', 'Figures', 'Known failures', 'Not for'];

const manifest: { models: { id: string }[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../models/manifest.json'), 'utf8'),
);

/** Every section with a line of manifest ids. */
const cards = readFileSync(join(import.meta.dirname, 'models.md'), 'utf8')
  .split(/^## /m)
  .flatMap((section) => {
    const ids = section.match(/^Manifest: (.+)$/m)?.[1]?.matchAll(/`([^`]+)`/g);
    return ids === undefined ? [] : [{ title: section.split('\n')[0], ids: [...ids].map((id) => id[1]), section }];
  });

test('every model of the manifest has one card, and every card is of a model of the manifest', () => {
  const named = cards.flatMap(({ ids }) => ids);
  expect(named.toSorted()).toEqual(manifest.models.map(({ id }) => id).toSorted());
});

test('every card says all that it must', () => {
  const missing = cards.flatMap(({ title, section }) =>
    PARTS.filter((part) => !new RegExp(`^- \\*\\*${part}\\*\\*: \\S`, 'm').test(section)).map(
      (part) => `${title}: ${part}`,
    ),
  );
  expect(missing).toEqual([]);
});
