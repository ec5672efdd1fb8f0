import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP line to somewhere that can be cut: nothing passes and nothing new connects until it is healed. */
export interface CuttableLine {
  readonly port: number;
  cut(): void;
  heal(): Promise<void>;
  close(): Promise<void>;
}

/** Forwards a loopback port to `host:port`. */
export async function startCuttableLine(host: string, port: number): Promise<CuttableLine> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  let isCut = false;
  const server: Server = createServer((near) => {
    keep(near);
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(port, host);
    keep(far);
    near.pipe(far);
    far.pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const dropAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut: () => {
      isCut = true;
      dropAll();
    },
    heal: async () => {
      isCut = false;
    },
    close: () => {
      dropAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
