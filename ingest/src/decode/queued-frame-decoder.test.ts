import { expect, test } from 'vitest';
import { silentLog } from '../worker/test-media.fixture.ts';
import type { DecodedPicture, DecodeEngine } from './frame-decoder.ts';
import { createQueuedFrameDecoder } from './queued-frame-decoder.ts';

const PICTURE: DecodedPicture = { jpeg: Buffer.from('jpeg'), width: 2, height: 2 };

/** An engine that does what the test says for each frame. */
class ScriptedEngine implements DecodeEngine {
  readonly name = 'scripted';
  readonly #answers: (DecodedPicture | null | 'hang' | 'die')[];
  #killed: () => void = () => undefined;
  kills = 0;

  constructor(answers: (DecodedPicture | null | 'hang' | 'die')[]) {
    this.#answers = answers;
  }

  decode(): Promise<DecodedPicture | null> {
    const answer = this.#answers.shift() ?? null;
    if (answer === 'die') return Promise.reject(new Error('gone'));
    if (answer !== 'hang') return Promise.resolve(answer);
    return new Promise((_, reject) => {
      this.#killed = () => reject(new Error('killed'));
    });
  }

  kill(): void {
    this.kills += 1;
    this.#killed();
  }

  close(): Promise<void> {
    this.kill();
    return Promise.resolve();
  }
}

const unit = Buffer.from('unit');

test('a decode that does not return is killed by the watchdog and costs only its own frame', async () => {
  const engine = new ScriptedEngine(['hang', PICTURE]);
  const decoder = createQueuedFrameDecoder({ engine, log: silentLog, watchdogMs: 20 });
  const [first, second] = await Promise.all([decoder.decode('a', unit), decoder.decode('b', unit)]);
  expect(first).toEqual({ kind: 'lost' });
  expect(second).toEqual({ kind: 'picture', picture: PICTURE });
  expect(decoder.statistics()).toMatchObject({ lost: 1, restarts: 1, decoded: 1 });
  await decoder.close();
});

test('a decoder that dies loses its frame, the next frame is decoded', async () => {
  const engine = new ScriptedEngine(['die', PICTURE]);
  const decoder = createQueuedFrameDecoder({ engine, log: silentLog });
  expect(await decoder.decode('a', unit)).toEqual({ kind: 'lost' });
  expect((await decoder.decode('a', unit)).kind).toBe('picture');
  await decoder.close();
});

test('a decoder that gives no picture 25 times in a row raises the alarm and is restarted', async () => {
  const engine = new ScriptedEngine([]);
  const decoder = createQueuedFrameDecoder({ engine, log: silentLog });
  for (let n = 0; n < 25; n++) await decoder.decode('a', unit);
  expect(decoder.statistics()).toMatchObject({ undecodable: 25, zeroFrameAlarms: 1 });
  expect(engine.kills).toBe(1);
  await decoder.close();
});
