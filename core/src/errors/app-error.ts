/** One row of an error table: what an API client, the console and the screen say about one refusal or failure. */
export interface ErrorEntry {
  /** HTTP status when it reaches a client. */
  readonly status: number;
  /** Vietnamese text with the remedy; `{name}` is replaced by the parameter of that name. */
  readonly vi: string;
  /** English text with the remedy, same parameters. */
  readonly en: string;
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean;
}

/** A room's errors by stable code (`TC_...`). Codes are never renamed or reused. */
export type ErrorTable = Readonly<Record<`TC_${string}`, ErrorEntry>>;

export type Language = 'vi' | 'en';

/** A parameter that reads differently in each language. */
export type LocalText = Readonly<Record<Language, string>>;

export type ErrorParams = Readonly<Record<string, string | number | LocalText>>;

/** Fills `{name}` places; a missing parameter stays visible as `{name}` rather than vanishing. */
export function formatMessage(template: string, params: ErrorParams, language: Language): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === 'object' ? value[language] : String(value);
  });
}

/**
 * A failure that somebody outside can understand and act on. Thrown by services and start-up code, turned into
 * RFC 9457 problem details by the API and into one console line by the supervisor. Never carries a secret.
 */
export class AppError extends Error {
  readonly code: string;
  readonly entry: ErrorEntry;
  readonly params: ErrorParams;

  constructor(code: string, entry: ErrorEntry, params: ErrorParams = {}, options?: { cause?: unknown }) {
    super(formatMessage(entry.en, params, 'en'), options);
    this.name = 'AppError';
    this.code = code;
    this.entry = entry;
    this.params = params;
  }

  text(language: Language): string {
    return formatMessage(this.entry[language], this.params, language);
  }
}

/** A factory bound to one table: `const fail = errorsOf(TABLE); throw fail('TC_X', { port: 8080 })`. */
export function errorsOf<Table extends ErrorTable>(table: Table) {
  return (code: keyof Table & string, params: ErrorParams = {}, options?: { cause?: unknown }): AppError =>
    new AppError(code, table[code as keyof Table] as ErrorEntry, params, options);
}
