import type { ModelEntry } from '../manifest-entry.ts';
import { sizeOf } from './model-state.ts';

/** One line of the list. */
export interface ListedModel {
  readonly id: string;
  readonly task: string;
  readonly profile: string;
  readonly isInstalled: boolean;
  /** Of the installed file, else what the manifest states. */
  readonly bytes: number | null;
  readonly licence: string;
  readonly measured: ModelEntry['measured'];
}

export async function listModels(manifest: ReadonlyMap<string, ModelEntry>): Promise<ListedModel[]> {
  return Promise.all(
    [...manifest.values()].map(async (entry) => {
      const size = await sizeOf(entry);
      const { id, task, profile, licence, measured } = entry;
      return { id, task, profile, isInstalled: size !== null, bytes: size ?? entry.bytes, licence, measured };
    }),
  );
}

const HEADINGS = ['mô hình / model', 'việc / task', 'bộ / profile', 'tệp / file', 'cỡ / size', 'số đo / measured'];

const sizeText = (bytes: number | null): string => (bytes === null ? '?' : `${(bytes / 1e6).toFixed(1)} MB`);

const figureText = ({ set, metric, value }: ListedModel['measured'][number]): string => `${set} ${metric} ${value}`;

/** The list as a table for people. */
export function tableOf(models: readonly ListedModel[]): string {
  const rows = models.map(({ id, task, profile, isInstalled, bytes, measured }) => [
    id,
    task,
    profile,
    isInstalled ? 'có / yes' : 'chưa có / no',
    sizeText(bytes),
    measured.map(figureText).join('; ') || '-',
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lineOf = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [HEADINGS, ...rows].map(lineOf).join('\n');
}
