import { Mp4Error } from './mp4-error.ts';
import type { Mp4Video } from './mp4-video.ts';
import { type PacketStyle, PLAIN_STYLE, packFrame } from './rtp-packetizer.ts';
import { drawRtpBase, type RtpBase, type Track, type TrackFrame } from './track.ts';

export const VIDEO_PAYLOAD_TYPE = 96;

/** A clip's pictures ready to be sent any number of times: packed once, read-only, shared by streams of the same file. */
export interface Clip extends Track {
  readonly kind: 'video';
  readonly codec: 'h264' | 'h265';
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly bitrateKbps: number;
  readonly vps: readonly Buffer[];
  readonly sps: readonly Buffer[];
  readonly pps: readonly Buffer[];
}

export interface ClipOptions {
  readonly base?: RtpBase | undefined;
  readonly style?: PacketStyle;
}

/** Packs a parsed clip. @throws Mp4Error when the clip is shorter than one tick or its frames hold no picture. */
export function prepareClip(video: Mp4Video, { base, style = PLAIN_STYLE }: ClipOptions = {}): Clip {
  const to90k = (ticks: number): number => Math.round((ticks * 90_000) / video.timescale);
  const duration90k = to90k(video.durationTicks);
  if (duration90k < 1) throw new Mp4Error('the clip lasts no time');
  const firstPts = video.accessUnits.reduce((least, unit) => Math.min(least, unit.pts), Number.POSITIVE_INFINITY);
  const parameterSets = [...video.vps, ...video.sps, ...video.pps];
  const frames: TrackFrame[] = [];
  let packetsPerLoop = 0;
  let keyIndex = 0;
  let payloadBytes = 0;
  for (const [index, unit] of video.accessUnits.entries()) {
    const packets = packFrame(video.codec, unit.nals, unit.isKey, parameterSets, VIDEO_PAYLOAD_TYPE, style);
    if (packets.offsets.length === 0) throw new Mp4Error(`sample ${index} holds only parameter sets`);
    if (unit.isKey) keyIndex = index;
    frames.push({
      packets,
      isKey: unit.isKey,
      sendAt90k: to90k(unit.dts),
      pts90k: to90k(unit.pts - firstPts),
      firstPacket: packetsPerLoop,
      keyIndex,
    });
    packetsPerLoop += packets.offsets.length;
    payloadBytes += packets.payloadBytes;
  }
  const copies = (sets: readonly Buffer[]): Buffer[] => sets.map((set) => Buffer.from(set));
  return {
    kind: 'video',
    payloadType: VIDEO_PAYLOAD_TYPE,
    clockRate: 90_000,
    codec: video.codec,
    width: video.width,
    height: video.height,
    fps: Math.round((frames.length * 90_000_000) / duration90k) / 1000,
    bitrateKbps: Math.max(1, Math.round((payloadBytes * 8 * 90) / duration90k)),
    // Copies: a view would keep the whole file in memory.
    vps: copies(video.vps),
    sps: copies(video.sps),
    pps: copies(video.pps),
    duration90k,
    phase90k: 0,
    frames,
    packetsPerLoop,
    ...drawRtpBase(base),
  };
}
