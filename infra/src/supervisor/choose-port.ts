import { createServer } from 'node:net';
import type { Config } from '../config/config.ts';
import { infraError } from '../errors/infra-errors.ts';
import { systemErrorCode } from '../errors/storage-failure.ts';

const PORTS_TRIED = 50;

/**
 * The port the API will take. One that was asked for must be free (`TC_PORT_TAKEN`); the default gives way to the next
 * free one. An address that is not this machine's is refused with `TC_HOST_INVALID`.
 */
export async function choosePort(http: Config['http']): Promise<number> {
  const last = http.isPortChosen ? http.port : Math.min(http.port + PORTS_TRIED, 65_535);
  for (let port = http.port; port <= last; port++) {
    if (await isFree(http.host, port)) return port;
  }
  throw infraError('TC_PORT_TAKEN', { host: http.host, port: http.port });
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      const code = systemErrorCode(error);
      if (code === 'EADDRINUSE') resolve(false);
      else if (code === 'EACCES') reject(infraError('TC_PORT_TAKEN', { host, port }, { cause: error }));
      else reject(infraError('TC_HOST_INVALID', { host, detail: code ?? error.message }, { cause: error }));
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
