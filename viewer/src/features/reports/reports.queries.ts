import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { networkProblem, problemOfResponse } from '@thapcanh/api-client/api-problem';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type PublicReport, type Report, type ReportFormFacts, type ReportPage } from '../../api/api.ts';

export type ReportFilter = 'open' | 'late' | 'published' | 'refused' | 'all';

const PAGE_SIZE = 50;
const LOOK_EVERY_MS = 30_000;

/** Sends a picture as it is; the server draws it anew. */
async function putPhoto(path: string, photo: File): Promise<void> {
  const headers = { 'x-requested-with': 'thapcanh', 'content-type': photo.type };
  const response = await fetch(path, { method: 'PUT', body: photo, headers }).catch((error: unknown) => {
    throw networkProblem(error);
  });
  if (!response.ok) throw await problemOfResponse(response);
}

export function useReportForm() {
  return useQuery({
    queryKey: ['report-form'],
    queryFn: ({ signal }): Promise<ReportFormFacts> => dataOf(api.GET('/api/v1/public/report-form', { signal })),
  });
}

export interface ReportDraft {
  readonly category: string;
  readonly description: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly phone?: string;
}

/** Sends a report, then its photo: the report stands also when the photo does not arrive. */
export function useSendReport() {
  return useMutation({
    mutationFn: async ({ draft, photo }: { draft: ReportDraft; photo: File | null }) => {
      const receipt = await dataOf(api.POST('/api/v1/public/reports', { body: draft }));
      if (photo === null) return { ...receipt, photoFailure: null };
      const photoFailure: unknown = await putPhoto(`/api/v1/public/reports/${receipt.token}/photo`, photo).then(
        () => null,
        (error: unknown) => error,
      );
      return { ...receipt, photoFailure };
    },
  });
}

export function usePublicReport(token: string) {
  return useQuery({
    queryKey: ['public-report', token],
    queryFn: ({ signal }): Promise<PublicReport> =>
      dataOf(api.GET('/api/v1/public/reports/{token}', { params: { path: { token } }, signal })),
    refetchInterval: LOOK_EVERY_MS,
  });
}

export function useReports(state: ReportFilter) {
  return useInfiniteQuery({
    queryKey: ['reports', 'list', state],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }): Promise<ReportPage> => {
      const query = { state, limit: PAGE_SIZE, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return dataOf(api.GET('/api/v1/reports', { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next,
    refetchInterval: LOOK_EVERY_MS,
  });
}

export function useReport(id: string) {
  return useQuery({
    queryKey: ['reports', 'one', id],
    queryFn: ({ signal }): Promise<Report> =>
      dataOf(api.GET('/api/v1/reports/{id}', { params: { path: { id } }, signal })),
  });
}

export interface ReportMove {
  readonly id: string;
  readonly to: Report['state'];
  readonly version: number;
  readonly note: string;
  readonly answer: string;
}

export function useMoveReport() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, to, version, note, answer }: ReportMove): Promise<Report> =>
      dataOf(
        api.POST('/api/v1/reports/{id}/steps', {
          params: { path: { id } },
          body: { to, version, note, ...(answer === '' ? {} : { answer }) },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ['reports'] }),
  });
}

export function useResultPhoto(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (photo: File) => putPhoto(`/api/v1/reports/${id}/result`, photo),
    onSettled: () => queries.invalidateQueries({ queryKey: ['reports'] }),
  });
}

export function useMakeIncident(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (): Promise<Report> => dataOf(api.POST('/api/v1/reports/{id}/incident', { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['reports'] }),
  });
}
