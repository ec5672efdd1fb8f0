/** The thread of the sockets; see `reader-thread.ts`. Ends with its parent. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { BatchWriter } from './batch-writer.ts';
import type { CameraSocket } from './camera-socket.ts';
import { codeOf, directSockets } from './direct-sockets.ts';
import { ReadModeration } from './read-moderation.ts';
import type { ReaderRequest, ReaderStart, SocketEvent } from './reader-messages.ts';

if (parentPort === null) throw new Error('this is the program of a thread');
const port = parentPort;
const { control }: ReaderStart = workerData;
const sockets = new Map<number, CameraSocket>();
/** Batches come back without waking the thread. */
const RETURN_LOOK_MS = 5;

/** At most that long, or until there is a message. */
function rest(ms: number): void {
  Atomics.wait(control.wake, 0, 0, ms);
  Atomics.store(control.wake, 0, 0);
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
  isWatched: () => process.hrtime.bigint() < Atomics.load(control.watchedUntilNs, 0),
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

/** An address that cannot even be tried ends its own socket, not the thread. */
function openOrRefuse(request: Extract<ReaderRequest, { kind: 'open' }>): void {
  try {
    open(request);
  } catch (error) {
    // Later: this may run while the writer waits for a batch, and must not write into it then.
    setImmediate(() => {
      tell(request.socket, { kind: 'error', code: codeOf(error) });
      tell(request.socket, { kind: 'close' });
    });
  }
}

function onRequest(request: ReaderRequest): void {
  if (request.kind === 'open') openOrRefuse(request);
  else if (request.kind === 'return') writer.reuse(request.memory);
  else if (request.kind === 'destroy') sockets.get(request.socket)?.destroy();
  else sockets.get(request.socket)?.write(request.data);
}

port.on('message', onRequest);
