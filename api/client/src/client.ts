import createClient, { type Client } from 'openapi-fetch';
import { networkProblem, problemOfResponse } from './api-problem.ts';
import type { paths } from './schema.ts';

export type ApiClient = Client<paths>;

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Typed calls to the API: `await dataOf(api.GET('/api/v1/cameras/{id}', { params: { path: { id } } }))`. The session is a
 * cookie, so a browser needs nothing else; unsafe methods get the header that the server demands. Every call that does
 * not succeed throws an `ApiProblem`; an aborted one throws the signal's reason.
 */
export function createApiClient(
  options: { baseUrl?: string; fetch?: (input: Request) => Promise<Response> } = {},
): ApiClient {
  const client = createClient<paths>({ ...options, credentials: 'same-origin' });
  client.use({
    onRequest({ request }) {
      if (!SAFE_METHODS.has(request.method)) request.headers.set('x-requested-with', 'thapcanh');
      return request;
    },
    async onResponse({ response }) {
      if (!response.ok) throw await problemOfResponse(response);
    },
    onError({ error, request }) {
      return request.signal.aborted && error instanceof Error ? error : networkProblem(error);
    },
  });
  return client;
}

/** What a call gives when it succeeds; a call that does not has thrown already. */
export async function dataOf<T>(call: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data, response } = await call;
  if (data === undefined) throw await problemOfResponse(response);
  return data;
}
