/**
 * The decoder program: takes `DecodeCommand`s over IPC, answers each with one `DecoderMessage`, in order. A program of
 * its own because the FFmpeg build inside node-av is GPL (ingest itself is Apache-2.0 and never loads it) and because
 * a native crash here must not touch a recording.
 */
import { setPriority } from 'node:os';
import type { DecodeCommand, DecoderMessage } from './decoder-messages.ts';
import { JpegTranscoder } from './jpeg-transcoder.ts';

function isDecodeCommand(message: unknown): message is DecodeCommand {
  return (
    typeof message === 'object' &&
    message !== null &&
    'id' in message &&
    typeof message.id === 'number' &&
    'accessUnit' in message &&
    message.accessUnit instanceof Uint8Array
  );
}

const send = (message: DecoderMessage): void => {
  process.send?.(message);
};

// Without ingest there is nothing to do; a decode that hangs in a native thread must not keep the process.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// A terminal's Ctrl-C reaches the whole process group; ingest decides when this child goes.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => process.exit(0));

const transcoder = new JpegTranscoder();
// Below ingest: a busy machine loses pictures before it loses recorded time.
setPriority(5);
let turn: Promise<void> = Promise.resolve();

async function answer({ id, accessUnit }: DecodeCommand): Promise<void> {
  const bytes = Buffer.from(accessUnit.buffer, accessUnit.byteOffset, accessUnit.byteLength);
  const picture = await transcoder.transcode(bytes).catch(() => null);
  send(picture === null ? { type: 'no-picture', id } : { type: 'picture', id, ...picture });
}

process.on('message', (message: unknown) => {
  if (isDecodeCommand(message)) turn = turn.then(() => answer(message));
});

send({ type: 'ready' });
