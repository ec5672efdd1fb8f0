import type { LiveEvent } from '@thapcanh/core/events/live-event';
import type { Clock } from '@thapcanh/core/time/clock';
import type { AuditRecorder } from '../audit/audit-recorder.ts';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { CameraRepository } from './camera.repository.ts';
import { newColumns, newIds } from './camera-columns.ts';
import { readCameraCsv, writeCameraCsv } from './camera-csv.ts';
import { cameraOfRow, faultOf } from './camera-csv-row.ts';
import type { CameraImportRepository, RowToInsert } from './camera-import.repository.ts';
import type { CameraImportFault, CameraImportResult, ImportMode } from './camera-import.schema.ts';

export type CameraImportService = ReturnType<typeof createCameraImportService>;

/** Many cameras from a file and into one, by the same rules as a single camera. */
export function createCameraImportService(deps: {
  cameras: Pick<CameraRepository, 'list'>;
  imports: CameraImportRepository;
  secrets: { seal(text: string): Buffer };
  publish: (event: LiveEvent) => Promise<void>;
  audit: Pick<AuditRecorder, 'note'>;
  clock: Clock;
  /** Called after cameras came into somebody's reach. */
  onChanged: () => void;
}) {
  const { cameras, imports, secrets, publish, audit, clock, onChanged } = deps;
  const seal = (password: string | null) => (password === null ? null : secrets.seal(password));

  return {
    /** Throws `TC_CSV_UNREADABLE`; what is wrong with single rows is in the answer. */
    async importCsv(auth: Auth, bytes: Buffer, mode: ImportMode): Promise<CameraImportResult> {
      const { scope, actor } = requireAccess(auth, 'camera.manage');
      const at = new Date(clock.nowMs());
      const rows = readCameraCsv(bytes);
      const faults: CameraImportFault[] = [];
      const wanted: (RowToInsert & { line: number })[] = [];
      for (const row of rows) {
        const camera = cameraOfRow(row);
        if (Array.isArray(camera)) {
          faults.push(...camera);
          continue;
        }
        try {
          const ids = newIds(camera, scope);
          wanted.push({ line: row.line, ids, columns: newColumns(camera, seal, at) });
        } catch (error) {
          faults.push(faultOf(error, row.line, columnOfRefusal(camera)));
        }
      }
      let good = 0;
      let isKept = false;
      const outcomes = await imports.insertRows(wanted, {
        scope,
        actor,
        keep: (tried) => {
          for (const [index, one] of tried.entries()) {
            const { line = 0, ids = [] } = wanted[index] ?? {};
            const taken = apiError('TC_CAMERA_ID_TAKEN', { cameraId: ids[0] ?? '' });
            if (one === null || one instanceof Error) faults.push(faultOf(one ?? taken, line, null));
            else good += 1;
          }
          isKept = good > 0 && (mode === 'good' || (mode === 'all' && faults.length === 0));
          return isKept ? { mode, rows: rows.length, created: good, faults: faults.length } : null;
        },
      });
      if (isKept) {
        onChanged();
        for (const one of outcomes) {
          if (one !== null && !(one instanceof Error)) await publish({ type: 'camera.changed', cameraId: one.id });
        }
      }
      faults.sort((a, b) => a.line - b.line);
      return { rows: rows.length, good, created: isKept ? good : 0, faults };
    },

    /** The cameras that the person manages, without passwords; the looking is noted before anything is given. */
    async exportCsv(auth: Auth): Promise<string> {
      const { scope, actor } = requireAccess(auth, 'camera.manage');
      const found = await cameras.list({ scope });
      await audit.note(actor, { kind: 'camera.exported', details: { cameras: found.length } });
      return writeCameraCsv(found.map(({ camera }) => camera));
    },
  };
}

/** Where the rules that look at more than one cell found the fault. */
function columnOfRefusal({
  id,
  latitude,
  longitude,
}: {
  id?: string;
  latitude?: unknown;
  longitude?: unknown;
}): string {
  if ((latitude === undefined) !== (longitude === undefined)) return 'latitude';
  return id === undefined ? 'username' : 'id';
}
