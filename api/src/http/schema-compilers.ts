import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { ApiServer } from './api-server.ts';

/**
 * Bodies are validated as they are; query, path and header values, which are text, are converted first. Unknown fields
 * are refused, not dropped. Answers are validated too: an answer that its schema does not declare fails (500) rather
 * than leak a field.
 */
export function registerSchemaCompilers(app: ApiServer): void {
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.setSerializerCompiler<TSchema>(({ schema, url, method }) => {
    const validator = Compile(schema);
    return (answer) => {
      if (!validator.Check(answer)) {
        const paths = validator.Errors(answer).map((error) => `${error.instancePath} ${error.message}`);
        throw new Error(`the answer of ${method} ${url} does not fit its schema: ${paths.slice(0, 5).join('; ')}`);
      }
      return JSON.stringify(answer);
    };
  });
}
