import type { Tables } from '@thapcanh/infra/database/tables';
import type { ObjectStore } from '@thapcanh/infra/objects/object-store';
import type { Logger } from '@thapcanh/infra/telemetry/logger';
import { type Kysely, sql } from 'kysely';

const CHECK_TIMEOUT_MS = 2000;

export type ReadinessService = ReturnType<typeof createReadinessService>;

/** Whether this process can serve: the database answers and the object store is writable. Open to everybody: no detail. */
export function createReadinessService(deps: { db: Kysely<Tables>; objects: ObjectStore; log: Logger }) {
  async function passes(name: string, check: (signal: AbortSignal) => Promise<unknown>): Promise<boolean> {
    const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
    const late = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true });
    });
    try {
      await Promise.race([check(signal), late]);
      return true;
    } catch (err) {
      deps.log.warn({ err, check: name }, 'readiness check failed');
      return false;
    }
  }

  return {
    async check(): Promise<{ database: boolean; objects: boolean }> {
      const [database, objects] = await Promise.all([
        passes('database', () => sql`select 1`.execute(deps.db)),
        passes('objects', (signal) => deps.objects.check(signal)),
      ]);
      return { database, objects };
    },
  };
}
