/** A logged-in HTTP client of the running platform, as a browser would be. */
export class ApiSession {
  readonly #baseUrl: string;
  #cookie = '';

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl.replace(/\/$/, '');
  }

  async login(username: string, password: string): Promise<void> {
    const response = await fetch(`${this.#baseUrl}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-requested-with': 'thapcanh' },
      body: JSON.stringify({ username, password }),
    });
    if (!response.ok) throw new Error(`login answered ${response.status}: ${await response.text()}`);
    this.#cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }

  /** GET below `/api/v1`; null for any answer but success. */
  async find(path: string, range?: { start: number; bytes: number }): Promise<Response | null> {
    const headers: Record<string, string> = { cookie: this.#cookie };
    if (range !== undefined) headers.range = `bytes=${range.start}-${range.start + range.bytes - 1}`;
    const response = await fetch(`${this.#baseUrl}/api/v1${path}`, { headers });
    if (response.ok) return response;
    await response.body?.cancel();
    return null;
  }

  /** Any request with a JSON body below `/api/v1`; the answer as it is, whatever its status. */
  async send(method: 'POST' | 'PATCH' | 'DELETE', path: string, body: unknown): Promise<Response> {
    return fetch(`${this.#baseUrl}/api/v1${path}`, {
      method,
      headers: { cookie: this.#cookie, 'content-type': 'application/json', 'x-requested-with': 'thapcanh' },
      body: JSON.stringify(body),
    });
  }

  async json<T>(path: string): Promise<T> {
    const response = await this.find(path);
    if (response === null) throw new Error(`GET ${path} failed`);
    return (await response.json()) as T;
  }

  async text(path: string): Promise<string | null> {
    return (await this.find(path))?.text() ?? null;
  }

  async bytes(path: string, range?: { start: number; bytes: number }): Promise<Buffer | null> {
    const response = await this.find(path, range);
    return response === null ? null : Buffer.from(await response.arrayBuffer());
  }
}
