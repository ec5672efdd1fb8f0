import type { Tables } from '@thapcanh/infra/database/tables';
import type { ObjectStore } from '@thapcanh/infra/objects/object-store';
import type { TestDatabase } from '@thapcanh/infra/testing/test-database';
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';

type Pool = TestDatabase['pool'];

interface Client {
  query(text: string, values: unknown[]): Promise<unknown>;
  query(text: string): Promise<unknown>;
  release(): void;
}

/**
 * Ends a process at one of its instructions, as `kill -9` would: before a statement or a call of the object store, which is
 * after the one before took effect. From then on everything it tries fails, and its open transactions are rolled back.
 */
export class Crash {
  #left: number;
  #isDead = false;

  constructor(instructions: number) {
    this.#left = instructions;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isDead) throw new Error('the process is dead');
    this.#left -= 1;
    if (this.#left >= 0) return work();
    this.#isDead = true;
    throw new Error('killed');
  }

  database(pool: Pool): Kysely<Tables> {
    const dying: PostgresPool = {
      connect: async () => this.#client(await pool.connect()),
      end: async () => undefined,
    };
    return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: dying }) });
  }

  objects(store: ObjectStore): ObjectStore {
    return {
      put: (...args) => this.run(() => store.put(...args)),
      get: (...args) => this.run(() => store.get(...args)),
      stat: (...args) => this.run(() => store.stat(...args)),
      delete: (...args) => this.run(() => store.delete(...args)),
      list: (...args) => store.list(...args),
      check: (...args) => this.run(() => store.check(...args)),
      close: async () => undefined,
    };
  }

  #client(client: Client): PostgresPoolClient {
    const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
      try {
        return await this.run(() => client.query(text, [...values]));
      } catch (error) {
        if (this.#isDead) await client.query('rollback');
        throw error;
      }
    };
    return { query, release: () => client.release() } as PostgresPoolClient;
  }
}
