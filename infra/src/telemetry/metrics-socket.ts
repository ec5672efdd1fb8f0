import { readdir, rm } from 'node:fs/promises';
import { createServer, get, type Server } from 'node:http';
import path from 'node:path';
import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue, type Registry } from 'prom-client';
import { makeDirectory } from '../files/make-directory.ts';

/**
 * How `/metrics` shows a whole node: every role process serves its registry as JSON on `<runDir>/<name>.metrics.sock`, and
 * `collectNodeMetrics` (called by the API role) asks all sockets in that directory and merges the answers into one
 * Prometheus text. Series differ by the labels `role` and `worker`. A process that does not answer within a second is left out.
 */
export interface MetricsServer {
  close(): Promise<void>;
}

const SUFFIX = '.metrics.sock';
const ANSWER_PATIENCE_MS = 1_000;
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

export async function startMetricsServer(runDir: string, name: string, registry: Registry): Promise<MetricsServer> {
  const socket = path.join(runDir, name + SUFFIX);
  await makeDirectory(runDir, 0o711);
  await rm(socket, { force: true });
  const server = createServer((_request, response) => {
    registry.getMetricsAsJSON().then(
      (metrics) => response.end(JSON.stringify(metrics)),
      () => response.writeHead(500).end(),
    );
  });
  await listen(server, socket);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The metrics of every role of this node in the Prometheus text format. */
export async function collectNodeMetrics(runDir: string): Promise<string> {
  const names = (await readdir(runDir)).filter((name) => name.endsWith(SUFFIX)).sort();
  const answers = await Promise.all(names.map((name) => ask(path.join(runDir, name)).catch(() => null)));
  const metrics = answers.filter((answer) => answer !== null);
  return metrics.length === 0 ? '' : AggregatorRegistry.aggregate(metrics).metrics();
}

function listen(server: Server, socket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
}

function ask(socketPath: string): Promise<MetricObjectWithValues<MetricValue<string>>[]> {
  return new Promise((resolve, reject) => {
    const request = get({ socketPath, path: '/', timeout: ANSWER_PATIENCE_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MAX_ANSWER_BYTES) request.destroy(new Error('answer too long'));
      });
      response.on('end', () => {
        try {
          resolve(JSON.parse(text));
        } catch (error) {
          reject(error);
        }
      });
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', reject);
  });
}
