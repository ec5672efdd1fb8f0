/** What a page of a wall gathers about one video element, from its coming into the page on; times are UTC ms. */
export interface TileReport {
  readonly panel: number;
  readonly cameraId: string;
  readonly bornAtMs: number;
  /** Null before the first picture. */
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
  /** Times playback ran dry after the tile had settled. */
  readonly stalls: number;
  /** Stretches without a new picture, longer than a second, after the tile had settled. */
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number }[];
}

/** What a tile does in its first seconds belongs to its start. */
const SETTLING_MS = 3_000;
const GAP_MS = 1_000;
const MAX_GAPS = 100;

/** To run in a page before its own: watches every video of a panel, in `globalThis.tcWall`, the newest of a panel last. */
export const WALL_PAGE_SCRIPT = `(() => {
  const reports = globalThis.tcWall = [];
  const known = new WeakSet();
  const watch = (video, tile) => {
    const report = {
      panel: Number(video.closest('[data-panel]').dataset.panel), cameraId: tile.dataset.camera,
      bornAtMs: Date.now(), firstAtMs: null, lastAtMs: null, stalls: 0, gaps: [],
    };
    reports.push(report);
    // A wall that runs for hours switches often: what is long gone is not kept.
    while (reports.length > 400) reports.shift();
    const isSettled = (now) => report.firstAtMs !== null && now - report.firstAtMs > ${SETTLING_MS};
    const shown = () => {
      const now = Date.now();
      report.firstAtMs ??= now;
      if (report.lastAtMs !== null && isSettled(now) && now - report.lastAtMs > ${GAP_MS} && report.gaps.length < ${MAX_GAPS}) {
        report.gaps.push({ fromMs: report.lastAtMs, toMs: now });
      }
      report.lastAtMs = now;
      if (video.isConnected) video.requestVideoFrameCallback(shown);
    };
    video.requestVideoFrameCallback(shown);
    video.addEventListener('waiting', () => { if (video.isConnected && isSettled(Date.now())) report.stalls += 1; });
  };
  new MutationObserver(() => {
    for (const tile of document.querySelectorAll('[data-panel] [data-camera]')) {
      const video = tile.querySelector('video');
      if (video === null || known.has(video)) continue;
      known.add(video);
      watch(video, tile);
    }
  }).observe(document, { childList: true, subtree: true });
})();`;
