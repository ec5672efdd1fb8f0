import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Counter } from 'prom-client';
import { beforeEach, expect, test } from 'vitest';
import { createRegistry } from './metrics.ts';
import { collectNodeMetrics, startMetricsServer } from './metrics-socket.ts';

let runDir: string;
beforeEach(async () => {
  runDir = await mkdtemp(path.join(tmpdir(), 'tc-metrics-'));
  return () => rm(runDir, { recursive: true });
});

test('a dead socket is left out and the others are merged, told apart by role', async () => {
  await writeFile(path.join(runDir, 'analytics.metrics.sock'), '');
  const servers = await Promise.all(
    ['api', 'ingest'].map((role, index) => {
      const registry = createRegistry(role);
      new Counter({ name: 'tc_things_total', help: 'Things', registers: [registry] }).inc(index + 1);
      return startMetricsServer(runDir, role, registry);
    }),
  );
  const text = await collectNodeMetrics(runDir);
  await Promise.all(servers.map((server) => server.close()));
  expect(text.match(/# TYPE tc_things_total/g)).toHaveLength(1);
  expect(text).toContain('tc_things_total{role="api"} 1');
  expect(text).toContain('tc_things_total{role="ingest"} 2');
});

test('two processes of one role stay apart', async () => {
  const servers = await Promise.all(
    [0, 1].map((worker) => {
      const registry = createRegistry('ingest', worker);
      new Counter({ name: 'tc_things_total', help: 'Things', registers: [registry] }).inc(worker + 1);
      return startMetricsServer(runDir, `ingest-${worker}`, registry);
    }),
  );
  const text = await collectNodeMetrics(runDir);
  await Promise.all(servers.map((server) => server.close()));
  expect(text).toContain('tc_things_total{role="ingest",worker="0"} 1');
  expect(text).toContain('tc_things_total{role="ingest",worker="1"} 2');
  expect(text).toContain('process_resident_memory_bytes{role="ingest",worker="1"}');
});

test('a node without roles has no metrics', async () => {
  expect(await collectNodeMetrics(runDir)).toBe('');
});
