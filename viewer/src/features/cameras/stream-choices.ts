import type { ProbeResult } from '../../api/api.ts';

export type OnvifProfile = ProbeResult['profiles'][number];

export interface StreamChoice {
  readonly value: string;
  readonly label: string;
}

/**
 * The streams of a device to choose from, one for each address, with what is known of each. The proposed ones are always
 * among them, though no profile may show their address.
 */
export function streamChoices({ profiles, proposal }: Pick<ProbeResult, 'profiles' | 'proposal'>): StreamChoice[] {
  const choices = new Map<string, string>();
  for (const profile of profiles) {
    if (profile.streamUrl !== null && !choices.has(profile.streamUrl)) {
      choices.set(profile.streamUrl, profileLabel(profile));
    }
  }
  for (const url of [proposal.mainUrl, proposal.subUrl]) if (url !== null && !choices.has(url)) choices.set(url, url);
  return [...choices].map(([value, label]) => ({ value, label }));
}

/** `Main · H264 1920×1080 · 25 fps · 4096 kbit/s · AAC`; what is not known is left out. */
export function profileLabel({ name, encoding, width, height, fps, kbps, audio }: OnvifProfile): string {
  const size = width === null || height === null ? null : `${width}×${height}`;
  return [
    name,
    [encoding, size].filter((fact) => fact !== null).join(' '),
    fps === null ? '' : `${Math.round(fps)} fps`,
    kbps === null ? '' : `${Math.round(kbps)} kbit/s`,
    audio ?? '',
  ]
    .filter((fact) => fact !== '')
    .join(' · ');
}
