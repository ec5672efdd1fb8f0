import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { apiError } from '../errors/api-errors.ts';
import { parseRange } from '../recordings/byte-range.ts';
import { openRecording } from '../recordings/recording-file.ts';
import type { MapFiles } from './city-map.schema.ts';

/** Below the folder of the map: what citizens see too. */
const PUBLIC_FOLDER = 'public';
const FILE_NAME = /^[a-z0-9][a-z0-9_-]{0,60}\.(geojson|pmtiles)$/;
const MAX_FILES = 50;

export interface MapFileAnswer {
  readonly status: 200 | 206;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Readable;
}

export type MapFileStore = ReturnType<typeof createMapFileStore>;

/** The city's own map: GeoJSON and `.pmtiles` files in a folder, and of these the public ones. Null: there is no folder. */
export function createMapFileStore(mapDir: string | null) {
  async function listOf(isPublic: boolean): Promise<MapFiles['items']> {
    if (mapDir === null) return [];
    const dir = isPublic ? join(mapDir, PUBLIC_FOLDER) : mapDir;
    const names = (await readdir(dir).catch(() => [])).filter((name) => FILE_NAME.test(name)).sort();
    const files = await Promise.all(
      names.slice(0, MAX_FILES).map(async (file) => {
        const info = await lstat(join(dir, file)).catch(() => null);
        return info?.isFile() ? [{ file, bytes: info.size, isPublic }] : [];
      }),
    );
    return files.flat();
  }

  async function openIn(folder: string, file: string, range: string | undefined): Promise<MapFileAnswer | null> {
    if (mapDir === null || !FILE_NAME.test(file)) return null;
    const opened = await openRecording(mapDir, join(folder, file));
    if (opened === null) return null;
    const { handle, bytes } = opened;
    const part = parseRange(range, bytes);
    if (part === 'unsatisfiable') {
      await handle.close();
      throw apiError('TC_RANGE_NOT_SATISFIABLE', { size: bytes });
    }
    const type = file.endsWith('.geojson') ? 'application/geo+json' : 'application/vnd.pmtiles';
    const headers = { 'content-type': type, 'accept-ranges': 'bytes', 'cache-control': 'private, max-age=300' };
    if (part === null) {
      const body = handle.createReadStream();
      return { status: 200, headers: { ...headers, 'content-length': bytes }, body };
    }
    return {
      status: 206,
      headers: {
        ...headers,
        'content-length': part.end - part.start + 1,
        'content-range': `bytes ${part.start}-${part.end}/${bytes}`,
      },
      body: handle.createReadStream({ start: part.start, end: part.end }),
    };
  }

  return {
    /** A file that is there twice is listed once, as public. */
    async list(options: { publicOnly: boolean }): Promise<MapFiles['items']> {
      const open = await listOf(true);
      if (options.publicOnly) return open;
      const names = new Set(open.map(({ file }) => file));
      return [...open, ...(await listOf(false)).filter(({ file }) => !names.has(file))];
    },

    /** The file or the byte range of it. Throws `TC_MAP_FILE_NOT_FOUND`, `TC_RANGE_NOT_SATISFIABLE`. */
    async open(file: string, range: string | undefined, options: { publicOnly: boolean }): Promise<MapFileAnswer> {
      const found =
        (await openIn(PUBLIC_FOLDER, file, range)) ?? (options.publicOnly ? null : await openIn('.', file, range));
      if (found === null) throw apiError('TC_MAP_FILE_NOT_FOUND', { file });
      return found;
    },
  };
}
