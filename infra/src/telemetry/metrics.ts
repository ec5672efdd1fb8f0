import { collectDefaultMetrics, Registry } from 'prom-client';

/** A registry whose metrics all carry `role`; the process metrics of prom-client are in it. */
export function createRegistry(role: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ role });
  collectDefaultMetrics({ register: registry });
  return registry;
}
