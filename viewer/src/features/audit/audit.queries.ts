import { useInfiniteQuery } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import type { AuditKind } from '@thapcanh/core/people/audit-kind';
import { type AuditPage, api } from '../../api/api.ts';

const PAGE_SIZE = 50;

export interface AuditFilter {
  readonly kind: AuditKind | null;
  readonly cameraId: string | null;
}

/** The audit log, newest first, page by page. */
export function useAudit({ kind, cameraId }: AuditFilter) {
  return useInfiniteQuery({
    queryKey: ['audit', kind, cameraId],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }): Promise<AuditPage> => {
      const query = {
        limit: PAGE_SIZE,
        ...(kind === null ? {} : { kind }),
        ...(cameraId === null ? {} : { cameraId }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return dataOf(api.GET('/api/v1/audit', { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next,
  });
}
