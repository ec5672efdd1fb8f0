import type { LocalText } from '@thapcanh/core/errors/app-error';
import { nearest } from '@thapcanh/core/text/did-you-mean';
import {
  DETECTOR_ADAPTERS,
  type MeasuredFigure,
  MODEL_PROFILES,
  MODEL_TASKS,
  type ModelEntry,
} from './manifest-entry.ts';
import { modelError } from './model-errors.ts';

/** A manifest and where it lies: relative files are under `folder`, errors name `name`. */
export interface ManifestPlace {
  readonly name: string;
  readonly folder: string;
}

const ENTRY_KEYS = [
  'id',
  'task',
  'profile',
  'file',
  'sha256',
  'url',
  'bytes',
  'adapter',
  'input',
  'classes',
  'licence',
  'provenance',
  'measured',
];
const FIGURE_KEYS = ['set', 'metric', 'value', 'conditions'];

/** Reads the fields of one JSON object; every refusal names the object and the field. */
class FieldReader {
  readonly #place: ManifestPlace;
  readonly #where: string;
  readonly #row: Readonly<Record<string, unknown>>;

  constructor(place: ManifestPlace, where: string, value: unknown, keys: readonly string[]) {
    this.#place = place;
    this.#where = where;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw this.refuse({ vi: 'phải là một đối tượng', en: 'must be an object' });
    this.#row = value as Record<string, unknown>;
    for (const key of Object.keys(this.#row)) {
      if (keys.includes(key)) continue;
      const near = nearest(key, keys);
      throw this.refuse({
        vi: `không có mục "${key}" (${near === null ? `các mục dùng được: ${keys.join(', ')}` : `có phải ý bạn là "${near}"?`})`,
        en: `there is no field "${key}" (${near === null ? `known ones: ${keys.join(', ')}` : `did you mean "${near}"?`})`,
      });
    }
  }

  refuse(reason: LocalText): Error {
    return badManifest(this.#place, { vi: `${this.#where}: ${reason.vi}`, en: `${this.#where}: ${reason.en}` });
  }

  has(key: string): boolean {
    return this.#row[key] !== undefined;
  }

  text(key: string): string {
    const found = this.#row[key];
    if (typeof found !== 'string' || found.trim() === '')
      throw this.refuse({ vi: `${key} phải là văn bản`, en: `${key} must be text` });
    return found;
  }

  optionalText(key: string): string | null {
    return this.has(key) ? this.text(key) : null;
  }

  matching(key: string, pattern: RegExp, wanted: LocalText): string {
    const found = this.text(key);
    if (!pattern.test(found))
      throw this.refuse({ vi: `${key} phải là ${wanted.vi}`, en: `${key} must be ${wanted.en}` });
    return found;
  }

  oneOf<Choice extends string>(key: string, choices: readonly Choice[]): Choice {
    const found = this.text(key);
    const choice = choices.find((candidate) => candidate === found);
    if (choice !== undefined) return choice;
    const near = nearest(found, choices);
    const all = choices.join(', ');
    throw this.refuse({
      vi: `${key} "${found}" không có (${near === null ? `dùng một trong: ${all}` : `có phải ý bạn là "${near}"?`})`,
      en: `there is no ${key} "${found}" (${near === null ? `known ones: ${all}` : `did you mean "${near}"?`})`,
    });
  }

  number(key: string): number {
    const found = this.#row[key];
    if (typeof found !== 'number' || !Number.isFinite(found))
      throw this.refuse({ vi: `${key} phải là số`, en: `${key} must be a number` });
    return found;
  }

  names(key: string): readonly string[] {
    const found = this.#row[key];
    const isList = Array.isArray(found) && found.every((name) => typeof name === 'string' && name !== '');
    if (!isList || found.length === 0 || new Set(found).size < found.length)
      throw this.refuse({
        vi: `${key} phải là danh sách tên, không tên nào lặp lại`,
        en: `${key} must be a list of names, none of them twice`,
      });
    return found;
  }

  list(key: string): readonly unknown[] {
    const found = this.#row[key] ?? [];
    if (!Array.isArray(found)) throw this.refuse({ vi: `${key} phải là danh sách`, en: `${key} must be a list` });
    return found;
  }
}

const badManifest = (place: ManifestPlace, reason: LocalText, cause?: unknown): Error =>
  modelError('TC_MODEL_MANIFEST', { file: place.name, reason }, { cause });

function parseFigure(place: ManifestPlace, where: string, value: unknown): MeasuredFigure {
  const fields = new FieldReader(place, where, value, FIGURE_KEYS);
  return {
    set: fields.text('set'),
    metric: fields.text('metric'),
    value: fields.number('value'),
    conditions: fields.text('conditions'),
  };
}

/** A field that one kind of entry must have and every other must not. */
function assertOnlyFor(fields: FieldReader, key: string, isWanted: boolean, kind: string): void {
  if (fields.has(key) === isWanted) return;
  throw fields.refuse(
    isWanted
      ? { vi: `${kind} cần có ${key}`, en: `${kind} needs ${key}` }
      : { vi: `${key} chỉ dành cho ${kind}`, en: `${key} is only for ${kind}` },
  );
}

function parseFile(fields: FieldReader): string {
  const file = fields.text('file');
  if (/^[/\\]|^[a-zA-Z]:[/\\]|(^|[/\\])\.\.([/\\]|$)/.test(file.replace(/^npm:/, '')))
    throw fields.refuse({
      vi: `file phải nằm trong thư mục của manifest hoặc trong một gói npm`,
      en: `file must lie in the manifest's folder or in an npm package`,
    });
  return file;
}

function parseUrl(fields: FieldReader): string | null {
  const url = fields.optionalText('url');
  if (url === null || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) return url;
  throw fields.refuse({ vi: 'url phải là địa chỉ http hoặc https', en: 'url must be an http or https address' });
}

function parseBytes(fields: FieldReader): number | null {
  if (!fields.has('bytes')) return null;
  const bytes = fields.number('bytes');
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw fields.refuse({ vi: 'bytes phải là số nguyên dương', en: 'bytes must be a whole number above 0' });
}

function parseEntry(place: ManifestPlace, value: unknown, index: number): ModelEntry {
  const id = (value as { id?: unknown } | null)?.id;
  const where = typeof id === 'string' && id !== '' ? `models[${index}] (${id})` : `models[${index}]`;
  const fields = new FieldReader(place, where, value, ENTRY_KEYS);
  const task = fields.oneOf('task', MODEL_TASKS);
  const profile = fields.has('profile') ? fields.oneOf('profile', MODEL_PROFILES) : 'default';
  const file = parseFile(fields);
  assertOnlyFor(fields, 'url', profile === 'accurate', 'profile accurate');
  assertOnlyFor(fields, 'adapter', task === 'detect', 'task detect');
  if (task === 'detect') assertOnlyFor(fields, 'classes', true, 'task detect');
  if (profile === 'accurate' && file.startsWith('npm:'))
    throw fields.refuse({
      vi: 'tệp tải về không thể nằm trong gói npm',
      en: 'a fetched file cannot lie in an npm package',
    });
  return {
    id: fields.matching('id', /^[a-z0-9][a-z0-9.-]*$/, {
      vi: 'chữ thường, chữ số, dấu chấm và gạch ngang',
      en: 'small letters, digits, dots and dashes',
    }),
    task,
    profile,
    file,
    folder: place.folder,
    sha256: fields.matching('sha256', /^[0-9a-f]{64}$/, { vi: '64 chữ số hệ 16', en: '64 hexadecimal digits' }),
    url: parseUrl(fields),
    bytes: parseBytes(fields),
    adapter: fields.has('adapter') ? fields.oneOf('adapter', DETECTOR_ADAPTERS) : null,
    input: fields.optionalText('input'),
    classes: fields.has('classes') ? fields.names('classes') : null,
    licence: fields.text('licence'),
    provenance: fields.text('provenance'),
    measured: fields.list('measured').map((figure, at) => parseFigure(place, `${where} measured[${at}]`, figure)),
  };
}

/** Reads a manifest's text; throws `TC_MODEL_MANIFEST` naming the row and the field. */
export function parseManifest(json: string, place: ManifestPlace): ReadonlyMap<string, ModelEntry> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw badManifest(place, { vi: 'không phải JSON', en: 'not JSON' }, error);
  }
  const fields = new FieldReader(place, '{}', value, ['models']);
  if (!fields.has('models')) throw badManifest(place, { vi: 'thiếu "models"', en: '"models" is missing' });
  const entries = new Map<string, ModelEntry>();
  for (const [index, row] of fields.list('models').entries()) {
    const entry = parseEntry(place, row, index);
    if (entries.has(entry.id))
      throw badManifest(place, { vi: `${entry.id} có hai lần`, en: `${entry.id} stands twice` });
    entries.set(entry.id, entry);
  }
  return entries;
}
