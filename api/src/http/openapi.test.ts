import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { schemaTypes } from '../../client/schema-types.mjs';
import { buildOpenApiDocument } from './openapi-document.ts';

const client = new URL('../../client/', import.meta.url);

test('the committed OpenAPI document and client types are those of the routes; else run: npm run generate', async () => {
  const document = await buildOpenApiDocument();
  expect(`${JSON.stringify(document, null, 2)}\n`).toBe(await readFile(new URL('openapi.json', client), 'utf8'));
  expect(await schemaTypes(document)).toBe(await readFile(new URL('src/schema.ts', client), 'utf8'));
});

test('every operation has its own id, a summary and says how it fails', async () => {
  const document = JSON.parse(JSON.stringify(await buildOpenApiDocument()));
  const ids: string[] = [];
  for (const item of Object.values<Record<string, { operationId: string; summary: string; tags: string[] }>>(
    document.paths,
  )) {
    for (const operation of Object.values(item)) {
      expect(operation.summary).toBeTruthy();
      expect(operation.tags).toHaveLength(1);
      ids.push(operation.operationId);
    }
  }
  expect(new Set(ids).size).toBe(ids.length);
});
