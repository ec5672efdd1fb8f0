import { createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createRtspSimulator, type RtspSimulator } from '../../camera-sim/rtsp-simulator.ts';

const CLIP = fileURLToPath(new URL('../../camera-sim/fixtures/test-pattern.mp4', import.meta.url));

export const CAMERA_ACCOUNT = { username: 'demo', password: 'right-Horse-7Battery' };
export const STREAM_PATH = 'gate/main';

/** A simulated camera of the test's own at `STREAM_PATH`, behind `CAMERA_ACCOUNT`. */
export async function startTestCamera(): Promise<RtspSimulator> {
  const simulator = createRtspSimulator({ streams: [{ path: STREAM_PATH, file: CLIP, auth: CAMERA_ACCOUNT }] });
  await simulator.start();
  return simulator;
}

export interface SilentHost {
  readonly port: number;
  close(): Promise<void>;
}

/** Takes every connection and never says a word. */
export async function startSilentHost(): Promise<SilentHost> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
