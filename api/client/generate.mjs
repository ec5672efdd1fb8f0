// Writes openapi.json and src/schema.ts from the API's routes. Runs on the built API.
import { writeFile } from 'node:fs/promises';
import { buildOpenApiDocument } from '../dist/http/openapi-document.js';
import { schemaTypes } from './schema-types.mjs';

const document = await buildOpenApiDocument();
await writeFile(new URL('openapi.json', import.meta.url), `${JSON.stringify(document, null, 2)}\n`);
await writeFile(new URL('src/schema.ts', import.meta.url), await schemaTypes(document));
