import { AppError, type Language } from '@thapcanh/core/errors/app-error';
import { parseCameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import type { AuditRecorder } from '../audit/audit-recorder.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { Incident } from '../incidents/incident.schema.ts';
import type { IncidentService } from '../incidents/incident.service.ts';
import type { PictureService } from '../pictures/picture.service.ts';
import { type MinutesStill, minutesPdf } from './minutes-pdf.ts';

/** Of a full-size JPEG; more is none of ours. */
const MAX_STILL_BYTES = 8 * 1024 * 1024;
/** Decoded at a time for one print. */
const AT_ONCE = 3;

export type MinutesService = ReturnType<typeof createMinutesService>;

/** The minutes (biên bản) of an incident, with a picture of each of its cameras at the instant it happened. */
export function createMinutesService(deps: {
  incidents: Pick<IncidentService, 'get'>;
  pictures: Pick<PictureService, 'pictureAt'>;
  audit: AuditRecorder;
  clock: Clock;
}) {
  const { incidents, pictures, audit, clock } = deps;

  async function stillOf(
    auth: Auth,
    camera: Incident['cameras'][number],
    atMs: number,
    language: Language,
    signal: AbortSignal,
  ): Promise<MinutesStill> {
    const cameraName = camera.cameraName;
    const cameraId = parseCameraId(camera.cameraId);
    if (cameraId === null) return { cameraName, shownAtMs: atMs, picture: null, missingBecause: '' };
    try {
      const { body, shownAtMs } = await pictures.pictureAt(auth, { cameraId, stream: 'main', atMs }, signal);
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of body) {
        if (!Buffer.isBuffer(chunk)) continue;
        bytes += chunk.length;
        if (bytes > MAX_STILL_BYTES) throw new Error('a still is larger than any of ours');
        chunks.push(chunk);
      }
      return { cameraName, shownAtMs, picture: Buffer.concat(chunks), missingBecause: '' };
    } catch (error) {
      signal.throwIfAborted();
      // The minutes say what could not be had; they do not wait for it.
      const missingBecause = error instanceof AppError ? error.text(language) : '';
      return { cameraName, shownAtMs: atMs, picture: null, missingBecause };
    }
  }

  return {
    /** A PDF. Throws `TC_INCIDENT_NOT_FOUND`. Pictures that cannot be had are named in it with the reason. */
    async print(
      auth: Auth,
      id: string,
      language: Language,
      signal: AbortSignal,
    ): Promise<{ pdf: Buffer; number: number }> {
      const { actor, displayName } = requireAccess(auth, 'incident.view');
      const incident = await incidents.get(auth, id);
      await audit.note(actor, { kind: 'incident.minutes', details: { incident: id, number: incident.number } });
      const atMs = Date.parse(incident.occurredAt);
      const stills: MinutesStill[] = [];
      for (let from = 0; from < incident.cameras.length; from += AT_ONCE) {
        const some = incident.cameras.slice(from, from + AT_ONCE);
        stills.push(...(await Promise.all(some.map((camera) => stillOf(auth, camera, atMs, language, signal)))));
      }
      const printed = { printedBy: displayName, printedAtMs: clock.nowMs() };
      return { pdf: await minutesPdf({ incident, stills, language, ...printed }), number: incident.number };
    },
  };
}
