import { expect, test } from 'vitest';
import { en } from './en.ts';
import { vi } from './vi.ts';

type Tree = { readonly [key: string]: string | Tree };

function entries(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : entries(value, `${path}${key}.`),
  );
}

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

test('both languages have the same keys', () => {
  expect(entries(en).map(([key]) => key)).toEqual(entries(vi).map(([key]) => key));
});

test('both languages use the same parameters in every text', () => {
  const english = new Map(entries(en));
  for (const [key, text] of entries(vi)) {
    expect([key, placeholders(english.get(key) ?? '')]).toEqual([key, placeholders(text)]);
  }
});

test('no text is empty', () => {
  expect([...entries(vi), ...entries(en)].filter(([, text]) => text.trim() === '')).toEqual([]);
});
