import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { reportCategoriesAt, reportCategory } from '@thapcanh/core/reports/report-categories';
import type { Clock } from '@thapcanh/core/time/clock';
import type { ObjectStore } from '@thapcanh/infra/objects/object-store';
import { apiError } from '../errors/api-errors.ts';
import {
  MAX_DESCRIPTION,
  type PublicReport,
  type ReportCreate,
  type ReportForm,
  type ReportReceipt,
} from './report.schema.ts';
import type { PublicReportRow, ReportIntakeRepository } from './report-intake.repository.ts';
import { cleanPhoto, MAX_PHOTO_BYTES } from './report-photo.ts';

const HOUR_MS = 3_600_000;
const OLDEST_MS = 7 * 24 * HOUR_MS;
/** A clock of a phone may be ahead of ours. */
const AHEAD_MS = 5 * 60_000;
/** All citizens together, so that no crowd of addresses fills the disk. */
const MAX_AN_HOUR = 600;
const TOKEN_BYTES = 24;
const DEFAULT_KEPT_DAYS = 90;

export type ReportIntakeService = ReturnType<typeof createReportIntakeService>;

/** What anybody may do without a login: send a report, add one photo, and see how it goes by its token. */
export function createReportIntakeService(deps: {
  reports: ReportIntakeRepository;
  storePhoto: (key: string, jpeg: Buffer) => Promise<void>;
  objects: Pick<ObjectStore, 'get' | 'delete'>;
  secrets: { seal(text: string): Buffer };
  clock: Clock;
  city: { readonly isReportingOpen: boolean; readonly reportDays: number } | null;
}) {
  const { reports, objects, clock, secrets } = deps;
  const isOpen = deps.city?.isReportingOpen ?? true;

  async function find(token: string): Promise<PublicReportRow> {
    const row = await reports.findByToken(hashOf(token));
    if (row === null) throw apiError('TC_REPORT_NOT_FOUND');
    return row;
  }

  return {
    async form(): Promise<ReportForm> {
      return {
        isOpen,
        categories: reportCategoriesAt(clock.nowMs()).map(({ id, name }) => ({
          id,
          name: { vi: name.vi, en: name.en },
        })),
        maxDescription: MAX_DESCRIPTION,
        maxPhotoBytes: MAX_PHOTO_BYTES,
        centre: await reports.centre(),
        keptDays: deps.city?.reportDays ?? DEFAULT_KEPT_DAYS,
      };
    },

    /** Throws `TC_REPORTS_CLOSED`, `TC_REPORT_INVALID`, `TC_BUSY`. */
    async create(input: ReportCreate): Promise<ReportReceipt> {
      if (!isOpen) throw apiError('TC_REPORTS_CLOSED');
      const nowMs = clock.nowMs();
      const category = reportCategoriesAt(nowMs).find(({ id }) => id === input.category);
      if (category === undefined) throw invalid('chọn loại phản ánh trong danh sách', 'choose a kind from the list');
      const description = input.description
        .normalize('NFC')
        .replace(/[\p{Cc}]+/gu, ' ')
        .trim();
      if (description === '') throw invalid('viết vài lời về việc đã thấy', 'write a few words about what you saw');
      const occurredAtMs = input.occurredAt === undefined ? nowMs : Date.parse(input.occurredAt);
      if (!(occurredAtMs <= nowMs + AHEAD_MS && occurredAtMs > nowMs - OLDEST_MS)) {
        throw invalid('thời điểm phải trong 7 ngày qua', 'the time must be within the last 7 days');
      }
      if ((await reports.countSince(new Date(nowMs - HOUR_MS))) >= MAX_AN_HOUR) throw apiError('TC_BUSY');
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      const phone = input.phone?.replace(/[ .-]/g, '') ?? '';
      const acceptDueAt = new Date(nowMs + category.acceptWithinMs);
      const resolveDueAt = new Date(nowMs + category.resolveWithinMs);
      const number = await reports.insert({
        id: randomUUID(),
        tokenHash: hashOf(token),
        category: category.id,
        description,
        latitude: input.latitude,
        longitude: input.longitude,
        phoneSealed: phone === '' ? null : secrets.seal(phone),
        occurredAt: new Date(Math.min(occurredAtMs, nowMs)),
        receivedAt: new Date(nowMs),
        acceptDueAt,
        resolveDueAt,
      });
      return { number, token, acceptDueAt: acceptDueAt.toISOString(), resolveDueAt: resolveDueAt.toISOString() };
    },

    /** One photo, while nobody has taken the report up. Throws `TC_REPORT_NOT_FOUND`, `TC_REPORT_STEP_REFUSED`, `TC_PHOTO_REFUSED`. */
    async addPhoto(token: string, bytes: Buffer): Promise<PublicReport> {
      const row = await find(token);
      if (row.photo_key !== null || row.state !== 'received') throw apiError('TC_REPORT_STEP_REFUSED');
      const jpeg = await cleanPhoto(bytes);
      const key = `reports/${row.id}/photo-${randomUUID()}.jpg`;
      await deps.storePhoto(key, jpeg);
      if (!(await reports.setPhoto(row.id, key, new Date(clock.nowMs())))) {
        await objects.delete(key);
        throw apiError('TC_REPORT_STEP_REFUSED');
      }
      return this.get(token);
    },

    /** How the report goes. Throws `TC_REPORT_NOT_FOUND`. */
    async get(token: string): Promise<PublicReport> {
      const row = await find(token);
      const steps = await reports.steps(row.id);
      const isTold = row.state === 'published' || row.state === 'refused';
      const name = reportCategory(row.category)?.name;
      return {
        number: row.number,
        category: { vi: name?.vi ?? row.category, en: name?.en ?? row.category },
        state: row.state,
        receivedAt: row.received_at.toISOString(),
        acceptDueAt: row.accept_due_at.toISOString(),
        resolveDueAt: row.resolve_due_at.toISOString(),
        answer: isTold ? row.answer : '',
        hasPhoto: row.photo_key !== null,
        hasResultPhoto: row.state === 'published' && row.result_key !== null,
        steps: steps.map(({ at, state }) => ({ at: at.toISOString(), state })),
      };
    },

    /** Only once it is published. Throws `TC_REPORT_NOT_FOUND`, `TC_PHOTO_NOT_FOUND`. */
    async resultPhoto(token: string): Promise<Readable> {
      const row = await find(token);
      const photo = row.state === 'published' && row.result_key !== null ? await objects.get(row.result_key) : null;
      if (photo === null) throw apiError('TC_PHOTO_NOT_FOUND');
      return photo;
    },
  };
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function invalid(vi: string, en: string) {
  return apiError('TC_REPORT_INVALID', { detail: { vi, en } });
}
