import { Counter, Gauge, type Registry } from 'prom-client';
import type { DecoderStatistics, FrameDecoder } from './frame-decoder.ts';

const COUNTERS: readonly (readonly [name: string, help: string, value: (statistics: DecoderStatistics) => number])[] = [
  ['tc_decoder_frames_total', 'Key frames decoded', (s) => s.decoded],
  ['tc_decoder_unchanged_total', 'Key frames decoded in which nothing changed', (s) => s.unchanged],
  ['tc_decoder_replaced_total', 'Key frames replaced by newer ones', (s) => s.replaced],
  ['tc_decoder_undecodable_total', 'Key frames without a picture', (s) => s.undecodable],
  ['tc_decoder_lost_total', 'Key frames lost with a decoder', (s) => s.lost],
  ['tc_decoder_restarts_total', 'Decoder processes replaced', (s) => s.restarts],
  [
    'tc_decoder_zero_frames_alarms_total',
    'Times a camera or the whole decoder took pictures for 10 s and yielded none',
    (s) => s.zeroFrameAlarms,
  ],
  ['tc_decoder_motion_pictures_total', 'Pictures of continuous decoding', (s) => s.motionPictures],
  [
    'tc_decoder_motion_dropped_total',
    'Units of continuous decoding dropped: the decoder was behind',
    (s) => s.motionDropped,
  ],
  ['tc_decoder_motion_refused_total', 'Streams that may not be decoded continuously: too many', (s) => s.motionRefused],
];

const GAUGES: typeof COUNTERS = [
  ['tc_decoder_waiting', 'Key frames that wait for a decoder', (s) => s.waiting],
  ['tc_decoder_processes', 'Decoder processes running', (s) => s.processes],
  ['tc_decoder_second_engine_cameras', 'Cameras that the first decoder yields nothing of', (s) => s.onSecondEngine],
  ['tc_decoder_motion_sessions', 'Streams decoded continuously', (s) => s.motionSessions],
];

/** Metrics of the decoder, read at the moment of a scrape; nothing while it is still starting. */
export function registerDecoderMetrics(registry: Registry, decoder: () => FrameDecoder | null): void {
  const registers = [registry];
  const labelNames = ['engine'];
  for (const [name, help, value] of COUNTERS) {
    new Counter({
      ...{ name, help, labelNames, registers },
      collect() {
        this.reset();
        const now = decoder();
        if (now !== null) this.inc({ engine: now.engineName }, value(now.statistics()));
      },
    });
  }
  for (const [name, help, value] of GAUGES) {
    new Gauge({
      ...{ name, help, labelNames, registers },
      collect() {
        this.reset();
        const now = decoder();
        if (now !== null) this.set({ engine: now.engineName }, value(now.statistics()));
      },
    });
  }
  new Gauge({
    name: 'tc_decoder_zero_frames',
    help: 'Streams (or "all") that take pictures and yield none now',
    labelNames: ['stream', 'engine'],
    registers,
    collect() {
      this.reset();
      for (const { key, engine } of decoder()?.alarms() ?? []) this.set({ stream: key ?? 'all', engine }, 1);
    },
  });
}
