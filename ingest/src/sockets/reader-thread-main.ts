/** The thread of the sockets; see `reader-thread.ts`. Ends with its parent. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { BatchWriter } from './batch-writer.ts';
import type { CameraSocket } from './camera-socket.ts';
import { directSockets } from './direct-sockets.ts';
import { ReadModeration } from './read-moderation.ts';
import { sharedNowMs, WAKE, WATCHED_UNTIL } from './reader-memory.ts';
import type { ReaderRequest, ReaderStart, SocketEvent } from './reader-messages.ts';

if (parentPort === null) throw new Error('this is the program of a thread');
const port = parentPort;
const start: ReaderStart = workerData;
const control = new Int32Array(start.control);
const sockets = new Map<number, CameraSocket>();
/** Batches come back without waking the thread. */
const RETURN_LOOK_MS = 5;

/** At most that long, or until there is a message. */
function rest(ms: number): void {
  Atomics.wait(control, WAKE, 0, ms);
  Atomics.store(control, WAKE, 0);
}

const writer = new BatchWriter({
  handOver: (batch) => port.postMessage(batch, [batch.memory]),
  awaitReturn: () => {
    rest(RETURN_LOOK_MS);
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
      onRequest(next.message);
    }
  },
});
const moderation = new ReadModeration({
  monotonicMs: () => performance.now(),
  rest,
  afterReads: setImmediate,
  isWatched: () => sharedNowMs() < Atomics.load(control, WATCHED_UNTIL),
  handOn: () => writer.flush(),
});

function tell(socket: number, event: SocketEvent): void {
  writer.event(socket, event);
  moderation.onRead();
}

function open({ socket, host, port, isEncrypted }: Extract<ReaderRequest, { kind: 'open' }>): void {
  const opened = directSockets.open({
    host,
    port,
    isEncrypted,
    onRead: (bytes, start, end) => {
      writer.data(socket, bytes, start, end);
      moderation.onRead();
    },
    onStage: (stage) => {
      if (stage !== 'connecting') moderation.onConnecting();
      tell(socket, { kind: 'stage', stage, addresses: opened.addresses });
    },
    onSent: () => tell(socket, { kind: 'sent' }),
    onEnd: () => tell(socket, { kind: 'end' }),
    onError: (code) => tell(socket, { kind: 'error', code }),
    onClose: () => {
      sockets.delete(socket);
      tell(socket, { kind: 'close' });
    },
  });
  sockets.set(socket, opened);
}

function onRequest(request: ReaderRequest): void {
  if (request.kind === 'open') open(request);
  else if (request.kind === 'return') writer.reuse(request.memory);
  else if (request.kind === 'destroy') sockets.get(request.socket)?.destroy();
  else sockets.get(request.socket)?.write(request.data);
}

port.on('message', onRequest);
