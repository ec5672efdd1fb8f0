import { isDeepStrictEqual } from 'node:util';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Moves every titled schema of an OpenAPI document to `components.schemas` and puts a reference in its place, so that
 * generated clients have names for them. Two different schemas under one title are an error.
 */
export function withNamedSchemas<Document extends object>(document: Document): Document {
  const named = new Map<string, Json>();

  function hoist(node: Json, isSchema: boolean): Json {
    if (Array.isArray(node)) return node.map((item) => hoist(item, isSchema));
    if (node === null || typeof node !== 'object') return node;
    const copy: { [key: string]: Json } = {};
    for (const [key, value] of Object.entries(node)) {
      // An example or an enumeration is data, not a schema.
      copy[key] = key === 'example' || key === 'enum' ? value : hoist(value, isSchema || key === 'schema');
    }
    const { title } = copy;
    if (!isSchema || typeof title !== 'string' || copy.type === undefined) return copy;
    const known = named.get(title);
    if (known !== undefined && !isDeepStrictEqual(known, copy)) throw new Error(`two schemas are titled ${title}`);
    named.set(title, copy);
    return { $ref: `#/components/schemas/${title}` };
  }

  const plain = JSON.parse(JSON.stringify(document));
  const hoisted = hoist({ ...plain, components: {} }, false);
  const schemas = Object.fromEntries([...named].sort(([a], [b]) => (a < b ? -1 : 1)));
  return Object.assign({}, document, hoisted, { components: { ...plain.components, schemas } });
}
