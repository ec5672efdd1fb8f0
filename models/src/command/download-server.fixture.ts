import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the next answers behave; whole files with ranges by default. */
export type ServerMood = 'ranges' | 'no-ranges' | 'cut-off' | 'silent' | 'missing';

/** A web server on this machine that gives one file under every path. */
export class DownloadServer {
  readonly #server: Server;
  readonly #content: Uint8Array;
  /** The `range` header of each request; empty where there was none. */
  readonly ranges: string[] = [];
  mood: ServerMood = 'ranges';

  private constructor(server: Server, content: Uint8Array) {
    this.#server = server;
    this.#content = content;
  }

  static async start(content: Uint8Array): Promise<DownloadServer> {
    const server = createServer((request, response) => self.#answer(request, response));
    const self = new DownloadServer(server, content);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return self;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/model.onnx`;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const range = request.headers.range ?? '';
    this.ranges.push(range);
    const size = this.#content.length;
    const from = this.mood === 'no-ranges' ? 0 : Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? 0);
    if (this.mood === 'missing') return void response.writeHead(404).end();
    if (this.mood === 'silent') return void response.writeHead(200, { 'content-length': size }).flushHeaders();
    if (from >= size) return void response.writeHead(416).end();
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': size - from });
    if (this.mood !== 'cut-off') return void response.end(this.#content.subarray(from));
    // Half of what is left, then the line goes dead.
    response.write(this.#content.subarray(from, Math.ceil((from + size) / 2)), () => response.destroy());
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
