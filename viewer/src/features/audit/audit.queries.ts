import { useInfiniteQuery } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import type { AuditKind } from '@thapcanh/core/people/audit-kind';
import { type AuditPage, api } from '../../api/api.ts';
import { vietnamInstant } from '../../shared/vietnam-time.ts';

const PAGE_SIZE = 50;

export interface AuditFilter {
  /** A user name; empty: everybody. */
  readonly actorName: string;
  readonly kind: AuditKind | null;
  readonly cameraId: string | null;
  /** Local Vietnamese times, `2026-11-21T18:04`; empty: no such bound. */
  readonly from: string;
  readonly to: string;
}

export const NO_AUDIT_FILTER: AuditFilter = { actorName: '', kind: null, cameraId: null, from: '', to: '' };

/** The audit log, newest first, page by page. */
export function useAudit(filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: ['audit', filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }): Promise<AuditPage> => {
      const { actorName, kind, cameraId } = filter;
      const [from, to] = [vietnamInstant(filter.from), vietnamInstant(filter.to)];
      const query = {
        limit: PAGE_SIZE,
        ...(actorName === '' ? {} : { actorName }),
        ...(kind === null ? {} : { kind }),
        ...(cameraId === null ? {} : { cameraId }),
        ...(from === null ? {} : { from }),
        ...(to === null ? {} : { to }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return dataOf(api.GET('/api/v1/audit', { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next,
  });
}
