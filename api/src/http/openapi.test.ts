import { expect, test } from 'vitest';
import { buildOpenApiDocument } from './openapi-document.ts';

type Operations = Record<string, { operationId: string; summary: string; tags: string[] }>;

test('every operation has its own id, a summary and one tag', async () => {
  const document = JSON.parse(JSON.stringify(await buildOpenApiDocument()));
  const operations = Object.values<Operations>(document.paths).flatMap((item) => Object.values(item));
  for (const operation of operations) {
    expect(operation.summary).toBeTruthy();
    expect(operation.tags).toHaveLength(1);
  }
  const ids = operations.map((operation) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});
