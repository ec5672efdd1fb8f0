import type { BenchFlags } from './bench-arguments.ts';
import type { Bench } from './bench-contract.ts';

export const BENCH_FLAGS = {
  ingest: {
    cameras: { kind: 'count', usual: 8, max: 2_000 },
    seconds: { kind: 'count', usual: 20, max: 600 },
    profile: { kind: 'choice', usual: 'main', choices: ['main', 'sub'] },
  },
  frames: {
    frames: { kind: 'count', usual: 3_000, max: 100_000 },
    streams: { kind: 'choice', usual: 'both', choices: ['both', 'main', 'sub'] },
  },
  live: {
    trials: { kind: 'count', usual: 7, max: 100 },
    seconds: { kind: 'count', usual: 10, max: 600 },
    tiles: { kind: 'count', usual: 25, max: 64 },
  },
  soak: {
    cameras: { kind: 'count', usual: 100, max: 1_000 },
    minutes: { kind: 'count', usual: 30, max: 1_440 },
  },
  wall: {
    tiles: { kind: 'count', usual: 25, max: 64 },
    minutes: { kind: 'count', usual: 10, max: 600 },
    // Hours instead of minutes; 0: none.
    soak: { kind: 'count', usual: 0, max: 168 },
  },
  'control-room': {
    cameras: { kind: 'count', usual: 1_000, max: 5_000 },
    trials: { kind: 'count', usual: 20, max: 200 },
  },
} as const satisfies BenchFlags;

/** Each bench is loaded only when it is run. */
export const BENCHES: Readonly<Record<keyof typeof BENCH_FLAGS, () => Promise<Bench>>> = {
  ingest: async () => (await import('./ingest-bench.ts')).benchIngest,
  frames: async () => (await import('./frames-bench.ts')).benchFrames,
  live: async () => (await import('./live-bench.ts')).benchLive,
  wall: async () => (await import('./wall-bench.ts')).benchWall,
  soak: async () => (await import('./soak-bench.ts')).benchSoak,
  'control-room': async () => (await import('./control-room-bench.ts')).benchControlRoom,
};

export const BENCH_USAGE = `  npm run bench -- ingest [--cameras 8] [--seconds 20] [--profile main|sub] [--json]
      CPU và bộ nhớ để ghi hình, so với ffmpeg cho từng camera / CPU and memory of recording, beside one ffmpeg a camera
  npm run bench -- frames [--frames 3000] [--streams both|main|sub] [--json]
      ảnh JPEG mỗi giây lõi từ khung chính, so với libavcodec / JPEGs per core-second of key frames, beside bare libavcodec
  npm run bench -- live [--trials 7] [--seconds 10] [--tiles 25] [--json]
      hình đầu tiên và độ trễ trên Chromium bằng HLS, WebSocket, WebRTC / first picture and delay in Chromium by HLS, WebSocket, WebRTC
  npm run bench -- soak [--cameras 100] [--minutes 30] [--json]
      bộ nhớ và tệp mở khi camera mất kết nối liên tục / memory and handles while cameras are lost over and over
  npm run bench -- wall [--tiles 25] [--minutes 10] [--soak HOURS] [--json]
      màn hình ghép trên Chromium: hình đầu, chuyển bố cục, đứng hình, bộ nhớ, worker bị giết / a shared wall in Chromium: first picture, preset switch, stalls, memory, a killed worker
  npm run bench -- control-room [--cameras 1000] [--trials 20] [--json]
      danh sách, bản đồ, cảnh báo lên tường, vụ việc 4 camera / list, map, alarm to wall, incident with 4 cameras
`;
