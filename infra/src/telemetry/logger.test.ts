import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

function record(): { lines: string[]; log: ReturnType<typeof createLogger> } {
  const lines: string[] = [];
  return { lines, log: createLogger('info', 'ingest', { write: (line: string) => void lines.push(line) }) };
}

test('passwords, tokens and credentials in addresses never reach the log', () => {
  const { lines, log } = record();
  log.info({ password: 'hunter2', camera: { token: 'hunter2', url: 'rtsp://admin:hunter2@10.0.0.1/1' } }, 'x');
  log.warn({ headers: { authorization: 'Digest hunter2' } }, 'to rtsp://admin:hunter2@10.0.0.1/1');
  log.error({ err: new Error('connect rtsp://admin:hunter2@10.0.0.1 failed') }, 'failed');
  log.info('plain rtsp://admin:hunter2@10.0.0.1/1');
  expect(lines).toHaveLength(4);
  expect(lines.join('')).not.toContain('hunter2');
});

test('a line carries level, time, role, ids and the error with its stack', () => {
  const { lines, log } = record();
  log.error({ cameraId: 'gate-car', err: new Error('broken') }, 'camera failed');
  const line = JSON.parse(lines[0]!);
  expect(line).toMatchObject({ level: 'error', role: 'ingest', cameraId: 'gate-car', msg: 'camera failed' });
  expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(line.err).toMatchObject({ type: 'Error', message: 'broken', stack: expect.stringContaining('logger.test') });
});
