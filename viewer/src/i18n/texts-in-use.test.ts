import { expect, test } from 'vitest';
import { KEY_SCOPES } from '../features/keys/key-scopes.ts';
import { KEY_BINDINGS } from '../shared/key-bindings.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

type Tree = { readonly [key: string]: string | Tree };

/**
 * Every key that the sources put together from a template, and what its hole may hold; null: whatever the texts have
 * there.
 */
const TEMPLATES: Readonly<Record<string, readonly string[] | null>> = {
  'alarms.events.*': null,
  'alarms.filters.*': null,
  'alarms.mute.lengths.*': null,
  'alarms.mute.of.*': null,
  'alarms.severities.*': null,
  'alarms.states.*': null,
  'alarms.tabs.*': null,
  'incidents.events.*': null,
  'incidents.filters.*': null,
  'incidents.times.*': null,
  'areas.add.*': null,
  'areas.addIn.*': null,
  'areas.edit.*': null,
  'areas.kinds.*': null,
  'areas.tabs.*': null,
  'audit.fields.*': null,
  'audit.kinds.*': null,
  'audit.pictures.*': null,
  'audit.purposes.*': null,
  'audit.reasons.*': null,
  'camera.zoom.*': null,
  'cameraForm.sources.*': null,
  'cameraForm.transports.*': null,
  'cameras.origin.*': null,
  'cameras.profiles.*': null,
  'deletions.reasons.*': null,
  'findings.foundBy.*': null,
  'findings.severities.*': null,
  'health.care.*': null,
  'health.grades.*': null,
  'health.sorts.*': null,
  'help.*': KEY_BINDINGS.map(({ label }) => label),
  'keys.scope.*': null,
  'report.filters.*': null,
  'report.moves.*': null,
  'report.states.*': null,
  'map.states.*': null,
  'map.tools.*': ['look', 'rectangle', 'freehand', 'near'],
  'passages.classes.*': null,
  'passages.colours.*': null,
  'passages.grounds.*': null,
  'people.tabs.*': null,
  'ptz.*': ['up', 'down', 'left', 'right', 'zoomIn', 'zoomOut'],
  'ptz.speeds.*': null,
  'session.roles.*': null,
  'state.*': ['connecting', 'live', 'offline', 'disabled'],
  'storage.decisions.*.meaning': null,
  'storage.decisions.*.submit': null,
  'storage.decisions.*.title': null,
  'storage.problems.*': null,
  'storage.tabs.*': null,
  'wall.way.*': null,
  'walls.kinds.*': null,
  'walls.severities.*': null,
  'walls.typed.*': null,
};

/** Names of live events and of permissions, which are written like keys. */
const OTHER_NAMES: readonly string[] = [
  ...KEY_SCOPES,
  'camera.changed',
  'camera.status',
  'camera.manage',
  'storage.view',
  'audit.view',
  'wall.changed',
  'wall.view',
  'wall.control',
  'wall.manage',
  'alarm.changed',
  'alarm.view',
  'alarm.handle',
  'incident.changed',
  'incident.view',
  'incident.handle',
  'incident.lead',
  'report.changed',
  'report.view',
  'report.handle',
  'key.manage',
];

const keysOf = (tree: Tree, prefix = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`] : keysOf(value, `${prefix}${key}.`),
  );

const files = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.*', '!./**'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const sources = Object.values(files).join('\n');

const isOfTexts = (key: string): boolean => Object.hasOwn(vi, key.slice(0, key.indexOf('.')));
const found = (pattern: RegExp): string[] =>
  [...sources.matchAll(pattern)].flatMap(([, key]) => (key !== undefined && isOfTexts(key) ? [key] : []));

const literals = found(/'(\w+(?:\.[\w-]+)+)'/g).filter((literal) => !OTHER_NAMES.includes(literal));
const templates = found(/`(\w+\.[^`]*\$\{[^`]+)`/g).map((template) => template.replaceAll(/\$\{[^}]*\}/g, '*'));

/** The keys of a template: those it names, or those of `all` that fit it. */
function keysFor(template: string, all: readonly string[]): string[] {
  const values = TEMPLATES[template] ?? null;
  if (values !== null) return values.map((value) => template.replace('*', value));
  const [before = '', after = ''] = template.split('*');
  const fits = (key: string): boolean => !key.slice(before.length, key.length - after.length).includes('.');
  return all.filter((key) => key.startsWith(before) && key.endsWith(after) && fits(key));
}

test('the templates that keys are made of are the listed ones', () => {
  expect([...new Set(templates)].sort()).toEqual(Object.keys(TEMPLATES).sort());
});

test.each([
  ['Vietnamese', vi],
  ['English', en],
])('every %s text is shown somewhere, and every text that is asked for is there', (_, texts) => {
  const keys = keysOf(texts);
  const used = new Set([...literals, ...Object.keys(TEMPLATES).flatMap((template) => keysFor(template, keys))]);
  expect(keys.filter((key) => !used.has(key))).toEqual([]);
  expect([...used].filter((key) => !keys.includes(key))).toEqual([]);
});
