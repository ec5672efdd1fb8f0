import { infraError } from '@thapcanh/infra/errors/infra-errors';
import type { ApiServer } from './api-server.ts';

/** Opens the port and gives it (another one when 0 was asked for). Throws `TC_PORT_TAKEN` or `TC_HOST_INVALID`. */
export async function listen(app: ApiServer, address: { host: string; port: number }): Promise<number> {
  const { host, port } = address;
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EADDRINUSE') throw infraError('TC_PORT_TAKEN', { host, port }, { cause: error });
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
      throw infraError('TC_HOST_INVALID', { host, detail: code }, { cause: error });
    }
    throw error;
  }
  const bound = app.server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : port;
}
