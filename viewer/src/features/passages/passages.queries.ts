import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type Passage, type PassagePage } from '../../api/api.ts';
import { vietnamInstant } from '../../shared/vietnam-time.ts';

export interface PassageFilter {
  readonly plate: string;
  readonly cameraId: string;
  /** `YYYY-MM-DDTHH:mm` as the input gives it, Vietnamese time; empty for open. */
  readonly from: string;
  readonly to: string;
}

export const NO_FILTER: PassageFilter = { plate: '', cameraId: '', from: '', to: '' };

const PAGE_SIZE = 50;

/** Passages newest first, page by page. */
export function usePassages(filter: PassageFilter) {
  return useInfiniteQuery({
    queryKey: ['passages', 'list', filter],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }): Promise<PassagePage> => {
      const from = vietnamInstant(filter.from);
      const to = vietnamInstant(filter.to);
      const query = {
        limit: PAGE_SIZE,
        ...(filter.plate === '' ? {} : { plate: filter.plate }),
        ...(filter.cameraId === '' ? {} : { cameraId: filter.cameraId }),
        ...(from === null ? {} : { from }),
        ...(to === null ? {} : { to }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return dataOf(api.GET('/api/v1/passages', { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next,
  });
}

export function usePassage(id: string | null) {
  return useQuery({
    queryKey: ['passages', 'one', id],
    enabled: id !== null,
    queryFn: ({ signal }): Promise<Passage> =>
      dataOf(api.GET('/api/v1/passages/{id}', { params: { path: { id: id ?? '' } }, signal })),
  });
}
