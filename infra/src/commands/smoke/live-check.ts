import { setTimeout as delay } from 'node:timers/promises';
import { probeMedia } from '../media-probe/media-probe.ts';
import type { ApiSession } from './api-session.ts';

const POLL_MS = 100;

/** Resolves when the newest live part of the camera decodes; gives the picture's size. */
export async function firstLivePicture(
  api: ApiSession,
  cameraId: string,
  signal: AbortSignal,
): Promise<{ width: number; height: number }> {
  const folder = `/cameras/${cameraId}/live/main`;
  for (;;) {
    signal.throwIfAborted();
    const playlist = await api.text(`${folder}/index.m3u8`);
    const init = /#EXT-X-MAP:URI="([^"]+)"/.exec(playlist ?? '')?.[1];
    const part = [...(playlist ?? '').matchAll(/#EXT-X-PART:[^\n]*/g)]
      .map((match) => match[0])
      .filter((line) => line.includes('INDEPENDENT=YES'))
      .map((line) => /URI="([^"]+)"/.exec(line)?.[1])
      .at(-1);
    if (init !== undefined && part !== undefined) {
      const [head, body] = await Promise.all([api.bytes(`${folder}/${init}`), api.bytes(`${folder}/${part}`)]);
      if (head !== null && body !== null) {
        const { decoded } = await probeMedia(Buffer.concat([head, body]), signal);
        if (decoded !== null) return decoded;
      }
    }
    await delay(POLL_MS, undefined, { signal });
  }
}

/** Resolves once a later playlist names a newer segment or part than an earlier one. */
export async function playlistAdvances(api: ApiSession, cameraId: string, signal: AbortSignal): Promise<void> {
  const newest = async () =>
    [...((await api.text(`/cameras/${cameraId}/live/main/index.m3u8`)) ?? '').matchAll(/URI="(part-[^"]+)"/g)].at(
      -1,
    )?.[1];
  const before = await newest();
  for (;;) {
    await delay(POLL_MS, undefined, { signal });
    const now = await newest();
    if (now !== undefined && now !== before) return;
  }
}
