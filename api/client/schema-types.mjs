import { compile } from 'json-schema-to-typescript';

const BANNER = `/* Generated from openapi.json by generate.mjs: do not edit. */`;
const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

/**
 * TypeScript of an OpenAPI 3.1 document in the shape that openapi-fetch reads: `paths`, and `components` with an interface
 * per named schema. Deterministic: the same document gives the same text.
 */
export async function schemaTypes(document) {
  const names = Object.keys(document.components.schemas);
  const root = {
    ...object(Object.fromEntries(Object.entries(document.paths).map(([path, item]) => [path, pathItem(item)]))),
    definitions: document.components.schemas,
  };
  const source = await compile(pointedAtDefinitions(root), 'paths', {
    bannerComment: BANNER,
    additionalProperties: false,
    enableConstEnums: false,
    style: { singleQuote: true, printWidth: 120 },
    unreachableDefinitions: true,
    ignoreMinAndMaxItems: true,
  });
  const components = `export interface components {\n  schemas: {\n${names.map((name) => `    ${name}: ${name};`).join('\n')}\n  };\n}\n`;
  const named = source
    .replace('export interface Paths {', 'export interface paths {')
    // openapi-fetch tells successes from failures by numeric keys.
    .replace(/^(\s+)['"]([1-5]\d\d)['"]:/gm, '$1$2:');
  return `${named}\n${components}`;
}

function pathItem(item) {
  return object(
    Object.fromEntries(METHODS.filter((method) => item[method]).map((method) => [method, operation(item[method])])),
  );
}

function operation(described) {
  const { summary, description } = described;
  return {
    ...object({
      parameters: parameters(described.parameters ?? []),
      ...(described.requestBody ? { requestBody: object({ content: content(described.requestBody.content) }) } : {}),
      responses: object(
        Object.fromEntries(Object.entries(described.responses).map(([status, answer]) => [status, response(answer)])),
      ),
    }),
    description: [summary, description].filter(Boolean).join('\n\n'),
  };
}

function parameters(list) {
  const groups = {};
  for (const place of ['query', 'header', 'path']) {
    const here = list.filter((parameter) => parameter.in === place);
    if (here.length === 0) continue;
    groups[place] = {
      type: 'object',
      additionalProperties: false,
      required: here.filter((parameter) => parameter.required).map((parameter) => parameter.name),
      properties: Object.fromEntries(
        here.map(({ name, schema, description }) => [name, description ? { ...schema, description } : schema]),
      ),
    };
  }
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(groups).filter((place) => groups[place].required.length > 0),
    properties: groups,
  };
}

function response(answer) {
  const media = answer.content && Object.keys(answer.content).length > 0 ? answer.content : null;
  return {
    type: 'object',
    additionalProperties: false,
    required: ['headers', ...(media ? ['content'] : [])],
    properties: {
      headers: { type: 'object', additionalProperties: { type: 'string' } },
      content: media ? content(media) : { tsType: 'never' },
    },
  };
}

function content(byMediaType) {
  return object(Object.fromEntries(Object.entries(byMediaType).map(([type, { schema }]) => [type, schema])));
}

function object(properties) {
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties };
}

function pointedAtDefinitions(node) {
  if (Array.isArray(node)) return node.map(pointedAtDefinitions);
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === '$ref' ? value.replace('#/components/schemas/', '#/definitions/') : pointedAtDefinitions(value),
    ]),
  );
}
