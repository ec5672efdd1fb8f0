import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type Passage, type RecordingGap, type RecordingSpans } from '../../api/api.ts';
import type { TimeRange } from './timeline-scale.ts';

const iso = (ms: number) => new Date(ms).toISOString();

/** What was recorded of a camera within the range. Ranges are rounded to 5 s so that a moving timeline reuses answers. */
export function useRecordings(cameraId: string, range: TimeRange) {
  const fromMs = Math.floor(range.fromMs / 5_000) * 5_000;
  const toMs = Math.ceil(range.toMs / 5_000) * 5_000;
  return useQuery({
    queryKey: ['recordings', cameraId, fromMs, toMs],
    queryFn: ({ signal }): Promise<RecordingSpans> =>
      dataOf(
        api.GET('/api/v1/cameras/{id}/recordings', {
          params: { path: { id: cameraId }, query: { from: iso(fromMs), to: iso(toMs) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 4_000,
  });
}

/** Passages of a camera within the range, newest first, at most 200 (a timeline cannot show more). */
export function useCameraPassages(cameraId: string, range: TimeRange) {
  const fromMs = Math.floor(range.fromMs / 5_000) * 5_000;
  const toMs = Math.ceil(range.toMs / 5_000) * 5_000;
  return useQuery({
    queryKey: ['passages', 'camera', cameraId, fromMs, toMs],
    queryFn: async ({ signal }): Promise<readonly Passage[]> => {
      const query = { cameraId, from: iso(fromMs), to: iso(toMs), limit: 200 };
      const { items } = await dataOf(api.GET('/api/v1/passages', { params: { query }, signal }));
      return items;
    },
    placeholderData: keepPreviousData,
    staleTime: 4_000,
  });
}

/** The gaps of the coverage ledger within the range, with their causes; they are known some 20 s late. */
export function useGaps(cameraId: string, range: TimeRange) {
  const fromMs = Math.floor(range.fromMs / 5_000) * 5_000;
  const toMs = Math.ceil(range.toMs / 5_000) * 5_000;
  return useQuery({
    queryKey: ['coverage', 'camera', cameraId, fromMs, toMs],
    queryFn: async ({ signal }): Promise<readonly RecordingGap[]> => {
      const params = { path: { id: cameraId }, query: { from: iso(fromMs), to: iso(toMs) } };
      return (await dataOf(api.GET('/api/v1/cameras/{id}/coverage', { params, signal }))).gaps;
    },
    placeholderData: keepPreviousData,
    staleTime: 4_000,
  });
}
