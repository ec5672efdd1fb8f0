import type { ColumnType } from 'kysely';

/** jsonb: reads parsed, writes as JSON text. */
export type Json<T> = ColumnType<T, string, string>;
export type JsonWithDefault<T> = ColumnType<T, string | undefined, string>;
