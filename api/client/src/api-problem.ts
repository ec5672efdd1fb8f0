import type { Problem } from './schema.ts';

/**
 * A call that did not succeed. `code` is stable: one of the API's codes (`TC_...`), or `TC_CLIENT_NETWORK` (no answer at
 * all) or `TC_CLIENT_ANSWER` (an answer that is no problem document, e.g. of a proxy). `messages` can be shown as it is.
 */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly messages: { readonly vi: string; readonly en: string };
  readonly isRetryable: boolean;
  /** Names the request in the server's log; null when the server was not reached. */
  readonly traceId: string | null;
  /** Fields of the request that were refused. */
  readonly fields: readonly { readonly path: string; readonly message: string }[];

  constructor(problem: Problem | LocalProblem, options?: { cause?: unknown }) {
    super(problem.messages.en, options);
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.messages = problem.messages;
    this.isRetryable = problem.retryable;
    this.traceId = problem.traceId;
    this.fields = problem.errors ?? [];
  }
}

interface LocalProblem {
  readonly status: number;
  readonly code: string;
  readonly messages: { readonly vi: string; readonly en: string };
  readonly retryable: boolean;
  readonly traceId: null;
  readonly errors?: undefined;
}

/** The problem in an answer that is not a success. */
export async function problemOfResponse(response: Response): Promise<ApiProblem> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  const body: unknown = isProblem ? await response.json().catch(() => null) : null;
  return isProblemBody(body) ? new ApiProblem(body) : strangeAnswer(response.status);
}

/** The problem of a request that got no answer. */
export function networkProblem(cause: unknown): ApiProblem {
  return new ApiProblem(
    {
      status: 0,
      code: 'TC_CLIENT_NETWORK',
      messages: {
        vi: 'Không kết nối được máy chủ. Kiểm tra mạng; trang sẽ tự thử lại.',
        en: 'The server cannot be reached. Check the network; this page tries again by itself.',
      },
      retryable: true,
      traceId: null,
    },
    { cause },
  );
}

function strangeAnswer(status: number): ApiProblem {
  return new ApiProblem({
    status,
    code: 'TC_CLIENT_ANSWER',
    messages: {
      vi: `Máy chủ trả lời không đúng dạng (HTTP ${status}). Kiểm tra máy chủ trung gian rồi thử lại.`,
      en: `The answer has an unexpected form (HTTP ${status}). Check the proxy in between and try again.`,
    },
    retryable: status >= 500,
    traceId: null,
  });
}

function isProblemBody(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null) return false;
  if (!('code' in body && 'status' in body && 'messages' in body && 'traceId' in body)) return false;
  const { messages } = body;
  return (
    typeof body.code === 'string' &&
    typeof body.status === 'number' &&
    typeof messages === 'object' &&
    messages !== null &&
    'vi' in messages &&
    'en' in messages
  );
}
