import { CLOCK_BLOCK_PX, CLOCK_BLOCK_Y, CLOCK_BLOCKS, clockBlockX } from '../../camera-sim/clock-picture.ts';

/** What the page gathers about each video of a live tile, in `globalThis.tcBench` by camera. */
export interface VideoReport {
  /** From the tile's video element in the page to its first picture; null before it. */
  readonly firstPictureMs: number | null;
  /** Frame numbers of the clock picture with the wall time (UTC ms) at which each was shown. */
  readonly clock: readonly { readonly frame: number; readonly atMs: number }[];
  /** Times playback ran dry, after the first seconds. */
  readonly stalls: number;
  readonly longestGapMs: number;
  readonly pictures: number;
}

/** Stalls of a tile's first seconds belong to its start. */
const SETTLING_MS = 3_000;
const STRIP_HEIGHT_PX = CLOCK_BLOCK_Y + CLOCK_BLOCK_PX;
const STRIP_WIDTH_PX = clockBlockX(CLOCK_BLOCKS);

/**
 * A script to run in a page before its own: watches for videos of live tiles, reads the clock picture of each shown
 * frame when `readsClock`, and counts stalls. `pictureWidth` is the width of the coded clock picture.
 */
export function benchPageScript(options: { readonly readsClock: boolean; readonly pictureWidth: number }): string {
  const blocks = Array.from({ length: CLOCK_BLOCKS }, (_, bit) => clockBlockX(bit) + CLOCK_BLOCK_PX / 2);
  return `(() => {
    const reports = globalThis.tcBench = {};
    const strip = document.createElement('canvas');
    strip.width = ${STRIP_WIDTH_PX};
    strip.height = ${STRIP_HEIGHT_PX};
    const brush = strip.getContext('2d', { willReadFrequently: true });
    const frameOf = (video) => {
      const scale = video.videoWidth / ${options.pictureWidth};
      brush.drawImage(video, 0, 0, strip.width * scale, strip.height * scale, 0, 0, strip.width, strip.height);
      const row = brush.getImageData(0, ${CLOCK_BLOCK_Y + CLOCK_BLOCK_PX / 2}, strip.width, 1).data;
      return ${JSON.stringify(blocks)}.reduce((sum, x, bit) => sum + (row[x * 4] > 127 ? 2 ** bit : 0), 0);
    };
    const watch = (video, camera) => {
      const begunAt = performance.now();
      const report = reports[camera] = { firstPictureMs: null, clock: [], stalls: 0, longestGapMs: 0, pictures: 0 };
      let lastAt = null;
      const settled = () => report.firstPictureMs !== null && performance.now() - begunAt - report.firstPictureMs > ${SETTLING_MS};
      const shown = () => {
        const now = performance.now();
        report.firstPictureMs ??= now - begunAt;
        report.pictures += 1;
        if (lastAt !== null && settled()) report.longestGapMs = Math.max(report.longestGapMs, now - lastAt);
        lastAt = now;
        if (${options.readsClock}) report.clock.push({ frame: frameOf(video), atMs: Date.now() });
        if (video.isConnected) video.requestVideoFrameCallback(shown);
      };
      video.requestVideoFrameCallback(shown);
      video.addEventListener('waiting', () => { if (settled()) report.stalls += 1; });
    };
    const known = new WeakSet();
    new MutationObserver(() => {
      for (const video of document.querySelectorAll('[data-camera] video')) {
        if (known.has(video)) continue;
        known.add(video);
        watch(video, video.closest('[data-camera]').getAttribute('data-camera'));
      }
    }).observe(document, { childList: true, subtree: true });
  })();`;
}
