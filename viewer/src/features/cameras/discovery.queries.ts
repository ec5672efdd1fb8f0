import { useMutation } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type DiscoveredDevice, type ProbeResult } from '../../api/api.ts';

/** Asks the network for ONVIF devices; answers after some three seconds. */
export function useDiscover() {
  return useMutation({
    mutationFn: async (): Promise<readonly DiscoveredDevice[]> =>
      (await dataOf(api.POST('/api/v1/onvif/discover', { body: {} }))).items,
  });
}

export interface ProbeDraft {
  readonly address: string;
  readonly username: string;
  readonly password: string;
  readonly tryDefaultPasswords: boolean;
}

/** Asks one device, which need not be a camera of ours, what it is and what it streams. */
export function useProbe() {
  return useMutation({
    mutationFn: ({ address, username, password, tryDefaultPasswords }: ProbeDraft): Promise<ProbeResult> => {
      const account = username.trim() === '' ? {} : { username: username.trim(), password };
      const body = { address: address.trim(), tryDefaultPasswords, ...account };
      return dataOf(api.POST('/api/v1/onvif/probe', { body }));
    },
  });
}
