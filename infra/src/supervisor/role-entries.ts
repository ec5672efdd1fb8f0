import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RoleName } from '../config/config.ts';

const PACKAGES_DIR = fileURLToPath(new URL('../../../', import.meta.url));
const ROLE_ENTRIES: Readonly<Record<RoleName, string>> = {
  api: path.join(PACKAGES_DIR, 'api/dist/main.js'),
  ingest: path.join(PACKAGES_DIR, 'ingest/dist/main.js'),
  archiver: path.join(PACKAGES_DIR, 'ingest/dist/archive-main.js'),
  analytics: path.join(PACKAGES_DIR, 'analytics/dist/main.js'),
  jobs: path.join(PACKAGES_DIR, 'infra/dist/jobs-main.js'),
};

/** Where the program of a role lies. */
export function roleEntry(role: RoleName): string {
  return ROLE_ENTRIES[role];
}

/** The program of an ingest process in waiting. */
export const INGEST_SPARE_ENTRY = path.join(PACKAGES_DIR, 'ingest/dist/spare-main.js');
