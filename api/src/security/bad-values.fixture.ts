/** A schema as the OpenAPI document gives it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}

/** Texts that trip parsers, databases and pages. */
export const BAD_TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202eabc',
  "'; drop table camera; --",
  '<img src=x onerror=alert(1)>',
  '../../../etc/passwd',
  '%00',
  '{{7*7}}',
  'x'.repeat(5_000),
  '9'.repeat(400),
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '2026-02-30T00:00:00Z',
  'rtsp://user:pass@[::1]:99999/',
  'http://169.254.169.254/latest/meta-data',
];

const BAD_NUMBERS: readonly number[] = [0, -1, 1.5, 1e308, -1e308, 2 ** 31, 2 ** 53, 5e-324];
const BAD_SHAPES: readonly unknown[] = [null, true, [], {}, [null], { constructor: { prototype: {} } }, 'x', 7];

/** Numbers from 0 to 1 that are the same in every run. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Makes values that fit a schema, and values that nearly do. */
export function valueMaker(schemas: Readonly<Record<string, Schema>>, random: () => number) {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const resolve = (schema: Schema): Schema =>
    schema.$ref === undefined ? schema : (schemas[schema.$ref.split('/').pop() ?? ''] ?? {});

  function text(schema: Schema, hostility: number): string {
    if (random() < hostility) return pick(BAD_TEXTS);
    if (schema.format === 'date-time') return '2026-10-01T04:00:00.000Z';
    if (schema.pattern?.startsWith('^[0-9a-f]{8}-')) return '10000000-0000-4000-8000-000000000000';
    if (schema.pattern?.includes('a-z0-9')) return 'cam-a';
    const base = 'rtsp://10.0.0.1/a';
    return base.slice(0, schema.maxLength ?? base.length).padEnd(schema.minLength ?? 0, 'x');
  }

  /** `hostility` 0: fits; 1: everything is bad. */
  function make(given: Schema, hostility: number, depth = 0): unknown {
    const schema = resolve(given);
    if (random() < hostility / 4) return pick(BAD_SHAPES);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum !== undefined) return random() < hostility ? pick(BAD_TEXTS) : pick(schema.enum);
    if (schema.anyOf !== undefined) return make(pick(schema.anyOf), hostility, depth);
    if (schema.type === 'string') return text(schema, hostility);
    if (schema.type === 'number' || schema.type === 'integer') {
      return random() < hostility ? pick(BAD_NUMBERS) : Math.max(schema.minimum ?? 1, Math.min(1, schema.maximum ?? 1));
    }
    if (schema.type === 'boolean') return random() < 0.5;
    if (schema.type === 'null') return null;
    if (schema.type === 'array') {
      const count = depth > 4 ? 0 : Math.ceil(random() * 2);
      return Array.from({ length: count }, () => make(schema.items ?? {}, hostility, depth + 1));
    }
    if (schema.type === 'object') return object(schema, hostility, depth);
    return pick(BAD_SHAPES);
  }

  function object(schema: Schema, hostility: number, depth: number): Record<string, unknown> {
    const made: Record<string, unknown> = {};
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const isRequired = schema.required?.includes(name) ?? false;
      if (isRequired ? random() < hostility / 8 : random() < 0.4) continue;
      made[name] = make(property, hostility, depth + 1);
    }
    return made;
  }

  return { make, pick };
}
