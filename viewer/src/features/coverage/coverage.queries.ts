import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type DayCoverage } from '../../api/api.ts';

/** How completely each camera was recorded on a day (`YYYY-MM-DD`, Viet Nam), least complete first. */
export function useDayCoverage(day: string, text: string) {
  return useQuery({
    queryKey: ['coverage', 'day', day, text],
    queryFn: ({ signal }): Promise<DayCoverage> =>
      dataOf(
        api.GET('/api/v1/coverage', {
          params: { query: { day, ...(text === '' ? {} : { q: text }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}
