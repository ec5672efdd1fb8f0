import { collectDefaultMetrics, Registry } from 'prom-client';

/** A registry whose metrics all carry `role`, and `worker` where a role runs in several processes; the process metrics of prom-client are in it. */
export function createRegistry(role: string, worker: number | null = null): Registry {
  const registry = new Registry();
  registry.setDefaultLabels(worker === null ? { role } : { role, worker: String(worker) });
  collectDefaultMetrics({ register: registry });
  return registry;
}
