import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const textOf = (document: string) => readFileSync(join(root, document), 'utf8');

test('every relative link of every document leads to a file', () => {
  const broken = documents.flatMap((document) =>
    [...textOf(document).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !existsSync(join(root, dirname(document), target)))
      .map((target) => `${document}: ${target}`),
  );
  expect(broken).toEqual([]);
});

test('every source file that the architecture names exists', () => {
  const named = [
    ...textOf('docs/architecture.md').matchAll(/`((?:core|infra|ingest|models|analytics|api|viewer)\/[^`\s*]+\.\w+)`/g),
  ];
  expect(named.length).toBeGreaterThan(20);
  expect(named.map((match) => match[1] ?? '').filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('every npm command that a document gives exists', () => {
  const scripts = Object.keys(JSON.parse(textOf('package.json')).scripts);
  const used = documents.flatMap((document) =>
    [
      ...textOf(document).matchAll(/npm (?:run )?(start|test|check|format|generate|smoke|bench|eval|faults|build)\b/g),
    ].map((match) => match[1] ?? ''),
  );
  expect([...new Set(used)].filter((name) => !scripts.includes(name))).toEqual([]);
});
