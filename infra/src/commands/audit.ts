/**
 * `npm run audit -- verify [--json]`: reads the whole audit log and names every entry that was changed, is missing or stands
 * in another order. On this machine the platform must run (its database is asked), or `DATABASE_URL` must be set. Exit code
 * 0: no fault; 1: faults, or no database.
 */
import { access } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@thapcanh/core/errors/app-error';
import { type AuditVerdict, verifyAudit } from '../audit/verify-audit.ts';
import { loadConfig, processSources } from '../config/load-config.ts';
import { createDatabase, createPool } from '../database/database.ts';
import { embeddedUrl } from '../embedded-postgres/embedded-postgres.ts';
import { readOrCreateSecret } from '../supervisor/secret-files.ts';

const FAULT_TEXTS = {
  missing: 'thiếu các dòng đến số / entries are missing up to',
  changed: 'dòng đã bị sửa / the entry was changed',
  'out-of-order': 'dòng không nối tiếp dòng trước / the entry does not follow the one before',
  'cut-off': 'cuối nhật ký bị cắt từ số / the end is missing from',
} as const;

const USAGE = 'npm run audit -- verify [--json]';

function textOf({ entries, head, faults }: AuditVerdict): string {
  const lines = faults.map(({ fault, id }) => `\u2717 ${FAULT_TEXTS[fault]} ${id}`);
  const sum = faults.length === 0 ? 'nguyên vẹn / intact' : 'có lỗi / faults';
  return [...lines, `${entries} dòng / entries, ${sum}`, `đầu chuỗi / head: ${head.id}:${head.hash}`].join('\n');
}

async function urlOnThisMachine({ dataDir, runDir }: { dataDir: string; runDir: string }): Promise<string> {
  // A directory in which the platform never ran has no log, and must not get a new password.
  await access(path.join(dataDir, 'postgres'));
  return embeddedUrl(path.join(runDir, 'pg'), await readOrCreateSecret(dataDir, 'database-password'));
}

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const isJson = args.includes('--json');
  if (args.filter((arg) => arg !== '--json').join(' ') !== 'verify') {
    process.stderr.write(`${USAGE}\n`);
    return 1;
  }
  const config = await loadConfig({ ...processSources(), args: [] });
  const databaseUrl = config.databaseUrl ?? (await urlOnThisMachine(config));
  const pool = createPool({ databaseUrl, applicationName: 'thapcanh-audit', max: 1 });
  try {
    const verdict = await verifyAudit(createDatabase(pool));
    process.stdout.write(`${isJson ? JSON.stringify(verdict) : textOf(verdict)}\n`);
    return verdict.faults.length === 0 ? 0 : 1;
  } finally {
    await pool.end();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const text = error instanceof AppError ? error.text('vi') : error instanceof Error ? error.message : String(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  },
);
