import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** One import of one source file, both as paths relative to the repository root. */
export interface ImportEdge {
  readonly from: string;
  readonly to: string;
}

/** Rooms in the order of `docs/architecture.md`, each with the rooms it may import. */
const ALLOWED_IMPORTS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  infra: ['core'],
  ingest: ['core', 'infra'],
  models: ['core'],
  analytics: ['core', 'infra', 'models'],
  api: ['core', 'infra'],
  'api/client': [],
  viewer: ['core', 'api/client'],
};

const PACKAGES: Readonly<Record<string, string>> = {
  '@thapcanh/core': 'core',
  '@thapcanh/infra': 'infra',
  '@thapcanh/ingest': 'ingest',
  '@thapcanh/models': 'models',
  '@thapcanh/analytics': 'analytics',
  '@thapcanh/api': 'api',
  '@thapcanh/api-client': 'api/client',
  '@thapcanh/viewer': 'viewer',
};

const SPECIFIER = /(?:\bfrom\s*|\bimport\s*\(\s*|^\s*import\s+)['"]([^'"]+)['"]/gm;

/** The room of a file: the longest room path that contains it. */
export function roomOf(path: string): string | null {
  const rooms = Object.keys(ALLOWED_IMPORTS).filter((room) => path.startsWith(`${room}/src/`));
  return rooms[0] ?? null;
}

function sourceFiles(root: string, folder: string): string[] {
  const found: string[] = [];
  for (const name of readdirSync(join(root, folder))) {
    if (name === 'node_modules' || name === 'dist') continue;
    const path = join(folder, name);
    if (statSync(join(root, path)).isDirectory()) found.push(...sourceFiles(root, path));
    else if (/\.tsx?$/.test(name)) found.push(path);
  }
  return found;
}

/** Every import that stays inside the repository. */
export function importEdges(root: string): ImportEdge[] {
  const files = Object.keys(ALLOWED_IMPORTS).flatMap((room) => sourceFiles(root, join(room, 'src')));
  return files.flatMap((from) =>
    [...readFileSync(join(root, from), 'utf8').matchAll(SPECIFIER)].flatMap((match) => {
      const to = resolveInside(root, from, match[1] ?? '');
      return to === null ? [] : [{ from, to }];
    }),
  );
}

function resolveInside(root: string, from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return relative(root, resolve(root, dirname(from), specifier));
  const name = Object.keys(PACKAGES).find((candidate) => specifier.startsWith(`${candidate}/`));
  if (name === undefined) return null;
  return `${PACKAGES[name]}/src${specifier.slice(name.length)}.ts`;
}

/** Imports that leave a room towards one it may not know. */
export function forbiddenEdges(edges: readonly ImportEdge[]): ImportEdge[] {
  return edges.filter(({ from, to }) => {
    const source = roomOf(from);
    const target = roomOf(to);
    if (source === null) return false;
    if (target === null) return true;
    return source !== target && !(ALLOWED_IMPORTS[source] ?? []).includes(target);
  });
}

/** One cycle of files as the list of its members, or null. */
export function findCycle(edges: readonly ImportEdge[]): string[] | null {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const finished = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string[] | null => {
    const at = path.indexOf(file);
    if (at >= 0) return path.slice(at);
    if (finished.has(file)) return null;
    path.push(file);
    for (const target of next.get(file) ?? []) {
      const cycle = visit(target);
      if (cycle !== null) return cycle;
    }
    path.pop();
    finished.add(file);
    return null;
  };
  for (const file of next.keys()) {
    const cycle = visit(file);
    if (cycle !== null) return cycle;
  }
  return null;
}
