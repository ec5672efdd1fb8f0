/**
 * The decoder program: requests of `decoder-wire.ts` on standard input, replies on standard output, one each, in order.
 * A program of its own because the FFmpeg build inside node-av is GPL (ingest itself is Apache-2.0 and never loads it)
 * and because a native crash here must not touch a recording. It reads, decodes and writes without the event loop: that
 * costs least, and end of input is the end of the program however ingest went.
 */
import { readSync, writeSync } from 'node:fs';
import { setPriority } from 'node:os';
import { type DecoderReply, MAX_MESSAGE_BYTES, readRequest, writeReply } from './decoder-wire.ts';
import type { EngineAnswer } from './frame-decoder.ts';
import { PictureTranscoder } from './picture-transcoder.ts';

const INPUT = 0;
const OUTPUT = 1;
const INITIAL_BYTES = 1024 * 1024;
let memory = Buffer.allocUnsafeSlow(INITIAL_BYTES);
const lengthBytes = Buffer.alloc(4);
const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Both ends block; should one not, a millisecond's wait does what blocking would. */
function patiently(transfer: () => number): number {
  for (;;) {
    try {
      return transfer();
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(sleeper, 0, 0, 1);
    }
  }
}

/** False at the end of the input. */
function fill(target: Buffer): boolean {
  for (let at = 0; at < target.length; ) {
    const taken = patiently(() => readSync(INPUT, target, at, target.length - at, null));
    if (taken === 0) return false;
    at += taken;
  }
  return true;
}

function send(reply: DecoderReply): void {
  for (const piece of writeReply(reply)) {
    for (let at = 0; at < piece.length; ) at += patiently(() => writeSync(OUTPUT, piece, at));
  }
}

/** The next message, in memory that the one after it takes. */
function nextMessage(): Buffer | null {
  if (!fill(lengthBytes)) return null;
  const bytes = lengthBytes.readUInt32BE(0);
  if (bytes > MAX_MESSAGE_BYTES) throw new Error('a request of a wrong length');
  if (bytes > memory.length) memory = Buffer.allocUnsafeSlow(bytes);
  const message = memory.subarray(0, bytes);
  return fill(message) ? message : null;
}

function answerOf(transcoder: PictureTranscoder, message: Buffer): DecoderReply {
  const request = readRequest(message);
  const decode = (): EngineAnswer => {
    if (request.type === 'key-frame') return transcoder.keyFrame(request.frame);
    if (request.type === 'group') return transcoder.group(request.group);
    if (request.type === 'motion') {
      return transcoder.motion(request.session, request.unit, request.isFirst, request.fps);
    }
    transcoder.endMotion(request.session);
    return null;
  };
  try {
    return { id: request.id, answer: decode() };
  } catch {
    return { id: request.id, answer: null };
  }
}

// A terminal's Ctrl-C reaches the whole process group; ingest decides when this child goes.
process.on('SIGINT', () => undefined);
const transcoder = new PictureTranscoder();
// Below ingest: a busy machine loses pictures before it loses recorded time.
setPriority(5);
try {
  send({ id: 0, answer: null });
  for (let message = nextMessage(); message !== null; message = nextMessage()) send(answerOf(transcoder, message));
} catch (error) {
  // Ingest is gone: nobody is left to be told.
  if (!(error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET')))
    throw error;
}
process.exit(0);
