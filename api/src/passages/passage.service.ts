import type { Readable } from 'node:stream';
import { type PassageId, parseCameraId, parsePassageId } from '@thapcanh/core/ids';
import type { ObjectStore } from '@thapcanh/infra/objects/object-store';
import type { AuditRecorder } from '../audit/audit-recorder.ts';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import { decodeCursor, encodeCursor } from './page-cursor.ts';
import type { PassageRepository, PassageRow, PictureRef } from './passage.repository.ts';
import type { Passage, PassagePage, PassageQuery } from './passage.schema.ts';
import { platePattern } from './plate-pattern.ts';

const DEFAULT_LIMIT = 50;
const LIST_NOTED_MS = 10 * 60_000;

export interface PictureAnswer extends PictureRef {
  /** Null when the client already holds this picture. */
  readonly body: Readable | null;
}

export type PassageService = ReturnType<typeof createPassageService>;

/** Passages: vehicles past cameras, with their plates and stills. */
export function createPassageService(deps: {
  passages: PassageRepository;
  objects: ObjectStore;
  audit: AuditRecorder;
}) {
  const { passages, objects, audit } = deps;

  return {
    /** One page, newest first. Throws `TC_CURSOR_INVALID`. Plate text that holds no letter or digit matches nothing. */
    async list(auth: Auth, query: PassageQuery): Promise<PassagePage> {
      const { scope, actor } = requireAccess(auth, 'passage.view');
      if (query.cursor === undefined) {
        const { limit: _, ...asked } = query;
        const fact = { kind: 'passage.search' as const, cameraId: query.cameraId ?? null, details: asked };
        // A list that refreshes itself is one look; a plate is a search each time.
        if (query.plate === undefined)
          await audit.noteOnce(actor, fact, { key: JSON.stringify(asked), forMs: LIST_NOTED_MS });
        else await audit.note(actor, fact);
      }
      const plate = query.plate === undefined ? null : platePattern(query.plate, query.plateMatch ?? 'contains');
      if (query.plate !== undefined && plate === null) return { items: [], next: null };
      const limit = query.limit ?? DEFAULT_LIMIT;
      const rows = await passages.list(
        {
          cameraId: query.cameraId === undefined ? null : parseCameraId(query.cameraId),
          plate,
          fromMs: query.from === undefined ? null : Date.parse(query.from),
          toMs: query.to === undefined ? null : Date.parse(query.to),
          hasPlate: query.hasPlate ?? null,
          after: query.cursor === undefined ? null : decodeCursor(query.cursor),
          limit: limit + 1,
        },
        scope,
      );
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      const lastId = last && parsePassageId(last.id);
      return {
        items: page.map(passageView),
        next: last && lastId ? encodeCursor({ startedAtMs: last.started_at.getTime(), id: lastId }) : null,
      };
    },

    async get(auth: Auth, id: PassageId): Promise<Passage> {
      const { scope } = requireAccess(auth, 'passage.view');
      const row = await passages.find(id, scope);
      if (!row) throw apiError('TC_PASSAGE_NOT_FOUND');
      return passageView(row);
    },

    /** A still, streamed from the object store after the check. Throws `TC_PASSAGE_NOT_FOUND`, `TC_PICTURE_MISSING`. */
    async picture(
      auth: Auth,
      id: PassageId,
      kind: 'crop' | 'scene',
      options: { ifNoneMatch: string | undefined; signal: AbortSignal },
    ): Promise<PictureAnswer> {
      const { scope, actor } = requireAccess(auth, 'passage.view');
      const picture = await passages.findPicture(id, kind, scope);
      if (picture === undefined) throw apiError('TC_PASSAGE_NOT_FOUND');
      if (picture === null) throw apiError('TC_PICTURE_MISSING');
      const fact = { kind: 'passage.picture' as const, details: { passage: id, picture: kind } };
      await audit.noteOnce(actor, fact, { key: `${id} ${kind}`, forMs: LIST_NOTED_MS });
      if (options.ifNoneMatch?.includes(`"${picture.sha256}"`)) return { ...picture, body: null };
      const body = await objects.get(picture.key, undefined, options.signal);
      if (!body) throw apiError('TC_PICTURE_MISSING');
      return { ...picture, body };
    },
  };
}

function passageView(row: PassageRow): Passage {
  return {
    id: row.id,
    cameraId: row.camera_id,
    cameraName: row.camera_name,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at.toISOString(),
    bestAt: row.best_at.toISOString(),
    objectClass: row.object_class,
    colour: row.vehicle_colour,
    plate:
      row.plate_text === null
        ? null
        : {
            text: row.plate_text,
            display: row.plate_display ?? row.plate_text,
            confidence: row.plate_confidence ?? 0,
            lines: row.plate_lines,
            ground: row.plate_ground ?? 'unknown',
            kindCandidates: row.plate_kinds,
            reads: row.reads.map((read) => ({
              at: new Date(read.atMs).toISOString(),
              text: read.text,
              confidence: read.confidence,
            })),
          },
    readCount: row.read_count,
    hasCrop: row.crop_key !== null,
    hasScene: row.scene_key !== null,
    plateBox:
      row.plate_box === null
        ? null
        : { x: row.plate_box.x, y: row.plate_box.y, width: row.plate_box.width, height: row.plate_box.height },
  };
}
