import { expect, test } from 'vitest';
import { createShortMemory } from './short-memory.ts';

function memoryOf(lookUp: (key: string) => Promise<string>) {
  let nowMs = 0;
  const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
  const memory = createShortMemory({ clock, forMs: 1000, maxEntries: 2 }, lookUp);
  const advance = (ms: number): void => {
    nowMs += ms;
  };
  return { memory, advance };
}

test('a failed look-up is not remembered', async () => {
  let calls = 0;
  const { memory } = memoryOf(async () => {
    calls += 1;
    if (calls === 1) throw new Error('away');
    return 'there';
  });
  await expect(memory.get('a')).rejects.toThrow('away');
  expect(await memory.get('a')).toBe('there');
});

test('many askers share one look-up, until its time is over or it is forgotten', async () => {
  let calls = 0;
  const { memory, advance } = memoryOf(async () => {
    calls += 1;
    return `answer ${calls}`;
  });
  expect(await Promise.all([memory.get('a'), memory.get('a')])).toEqual(['answer 1', 'answer 1']);
  advance(999);
  expect(await memory.get('a')).toBe('answer 1');
  advance(1);
  expect(await memory.get('a')).toBe('answer 2');
  memory.forget('a');
  expect(await memory.get('a')).toBe('answer 3');
  memory.forgetAll();
  expect(await memory.get('a')).toBe('answer 4');
});

test('past its limit the oldest is dropped', async () => {
  const asked: string[] = [];
  const { memory } = memoryOf(async (key) => {
    asked.push(key);
    return key;
  });
  for (const key of ['a', 'b', 'c', 'b', 'a']) await memory.get(key);
  expect(asked).toEqual(['a', 'b', 'c', 'a']);
});
