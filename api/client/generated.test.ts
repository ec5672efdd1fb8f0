import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { buildOpenApiDocument } from '../src/http/openapi-document.ts';
import { schemaTypes } from './schema-types.mjs';

const read = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');

test('the committed OpenAPI document and client types are those of the routes; else run: npm run generate', async () => {
  const document = await buildOpenApiDocument();
  expect(`${JSON.stringify(document, null, 2)}\n`).toBe(await read('openapi.json'));
  expect(await schemaTypes(document)).toBe(await read('src/schema.ts'));
});
