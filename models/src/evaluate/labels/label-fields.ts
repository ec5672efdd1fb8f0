import type { LocalText } from '@thapcanh/core/errors/app-error';
import type { PixelBox } from '@thapcanh/core/passages/passage';
import { modelError } from '../../model-errors.ts';

/** Where a label stands, for the refusal: the file's name and the line, from 1. */
export interface LabelPlace {
  readonly file: string;
  readonly line: number;
}

/**
 * One object of a labels file, read key by key. Every method refuses what it does not expect with `TC_EVAL_LABEL_LINE`,
 * naming the line and the key. Keys that nobody asks for are left alone.
 */
export class LabelFields {
  readonly place: LabelPlace;
  readonly #values: Readonly<Record<string, unknown>>;
  /** `plates[1].` inside a list, so that a refusal names the whole way. */
  readonly #path: string;

  constructor(place: LabelPlace, value: unknown, path = '') {
    this.place = place;
    this.#path = path;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const name = path === '' ? '' : ` ${path.slice(0, -1)}`;
      throw this.refusal({
        vi: `mục${name} không phải là một đối tượng JSON`,
        en: `the row${name} is not a JSON object`,
      });
    }
    this.#values = value as Readonly<Record<string, unknown>>;
  }

  refusal(reason: LocalText): Error {
    return modelError('TC_EVAL_LABEL_LINE', { ...this.place, reason });
  }

  /** A refusal of one key's value. */
  wrong(key: string, vi: string, en: string): Error {
    const name = `"${this.#path}${key}"`;
    if (this.#values[key] === undefined)
      return this.refusal({ vi: `thiếu ${name} (${vi})`, en: `${name} is missing (${en})` });
    const found = JSON.stringify(this.#values[key]).slice(0, 60);
    return this.refusal({ vi: `${name} phải là ${vi}, đang là ${found}`, en: `${name} must be ${en}, it is ${found}` });
  }

  /** Whether the key is there with anything but null. */
  has(key: string): boolean {
    return (this.#values[key] ?? null) !== null;
  }

  text(key: string): string {
    const value = this.#values[key];
    if (typeof value !== 'string' || value === '')
      throw this.wrong(key, 'một chuỗi không trống', 'text that is not empty');
    return value;
  }

  optionalText(key: string): string | null {
    return this.has(key) ? this.text(key) : null;
  }

  textOrNull(key: string): string | null {
    const value = this.#values[key];
    if (value === null) return null;
    if (typeof value !== 'string' || value === '') throw this.wrong(key, 'một chuỗi hoặc null', 'text or null');
    return value;
  }

  choice<Name extends string>(key: string, names: readonly Name[]): Name {
    const found = names.find((name) => name === this.#values[key]);
    if (found === undefined) throw this.wrong(key, `một trong ${names.join(', ')}`, `one of ${names.join(', ')}`);
    return found;
  }

  choices<Name extends string>(key: string, names: readonly Name[]): Name[] {
    const values: unknown = this.#values[key];
    const known = Array.isArray(values) ? names.filter((name) => values.includes(name)) : null;
    if (known === null || known.length !== new Set(values as unknown[]).size)
      throw this.wrong(key, `một danh sách trong ${names.join(', ')}`, `a list of some of ${names.join(', ')}`);
    return known;
  }

  optionalSize(key: string): number | null {
    if (!this.has(key)) return null;
    const value = this.#values[key];
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1)
      throw this.wrong(key, 'số điểm ảnh, nguyên dương', 'a whole number of pixels above 0');
    return value;
  }

  /** `[x, y, w, h]` in pixels. */
  box(key: string): PixelBox {
    const value = this.#values[key];
    const numbers = Array.isArray(value)
      ? value.filter((part) => typeof part === 'number' && Number.isFinite(part))
      : [];
    const [x = 0, y = 0, width = 0, height = 0] = numbers;
    if (numbers.length !== 4 || (value as unknown[]).length !== 4 || width <= 0 || height <= 0)
      throw this.wrong(
        key,
        '[x, y, rộng, cao] tính bằng điểm ảnh, rộng và cao lớn hơn 0',
        '[x, y, w, h] in pixels with w and h above 0',
      );
    return { x, y, width, height };
  }

  list(key: string): LabelFields[] {
    const values = this.#values[key];
    if (!Array.isArray(values)) throw this.wrong(key, 'một danh sách', 'a list');
    return values.map((value, index) => new LabelFields(this.place, value, `${this.#path}${key}[${index}].`));
  }
}
