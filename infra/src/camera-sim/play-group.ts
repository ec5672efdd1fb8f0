import { dueAt90k, frameNumberAt } from './clip-timeline.ts';
import type { ConnectionWriter } from './connection-writer.ts';
import type { FaultSwitches } from './fault-switches.ts';
import { InterleavedSink, type PacketSink, UdpSink } from './packet-sink.ts';
import { PlaySession } from './play-session.ts';
import type { ChosenTransport } from './rtsp-transport.ts';
import type { SimulatedCamera } from './simulated-camera.ts';
import type { SimulatorCounters } from './simulator-counters.ts';
import { type TrackId, VIDEO_TRACK } from './stream-uri.ts';
import type { TrackPlayer } from './track-player.ts';
import type { UdpPorts } from './udp-ports.ts';

export interface PlayGroupOptions {
  readonly camera: SimulatedCamera;
  readonly faults: FaultSwitches;
  readonly writer: ConnectionWriter;
  readonly udp: UdpPorts;
  readonly counters: SimulatorCounters;
  readonly maxBacklogBytes: number;
  readonly onCut: () => void;
}

interface PlayingTrack {
  readonly trackId: TrackId;
  readonly play: PlaySession;
  readonly isDatagram: boolean;
  readonly rtcpSource: string | null;
  player: TrackPlayer;
  firstFrame: number;
}

/** The tracks of one RTSP session, started and stopped together. */
export class PlayGroup {
  readonly #options: PlayGroupOptions;
  readonly #tracks: PlayingTrack[] = [];
  #isPlaying = false;

  constructor(options: PlayGroupOptions) {
    this.#options = options;
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }

  get rtcpSources(): readonly string[] {
    return this.#tracks.flatMap(({ rtcpSource }) => rtcpSource ?? []);
  }

  has(trackId: TrackId): boolean {
    return this.#tracks.some((track) => track.trackId === trackId);
  }

  /** @returns the SSRC, or null when the camera has no such track. */
  add(trackId: TrackId, transport: ChosenTransport, address: string): number | null {
    const player = this.#playerOf(trackId);
    if (player === null) return null;
    const { camera, faults, writer, udp, counters, maxBacklogBytes, onCut } = this.#options;
    let sink: PacketSink;
    if (transport.kind === 'tcp') sink = new InterleavedSink(writer, transport.rtpChannel, transport.rtcpChannel);
    else sink = new UdpSink(udp.rtp, udp.rtcp, { address, rtpPort: transport.rtpPort, rtcpPort: transport.rtcpPort });
    const { track } = player;
    const { state } = camera;
    const seed = camera.seed + trackId;
    const play = new PlaySession({ track, faults, state, sink, seed, maxBacklogBytes, counters, onCut });
    const rtcpSource = transport.kind === 'udp' ? `${address}:${transport.rtcpPort}` : null;
    this.#tracks.push({ trackId, play, player, rtcpSource, isDatagram: sink.isDatagram, firstFrame: 0 });
    return track.ssrc;
  }

  /** Chooses where each track begins; `start` must follow in the same turn of the event loop. */
  prepare(wall90k: number): { trackId: TrackId; sequence: number; timestamp: number }[] {
    this.#isPlaying = true;
    const video = this.#tracks.find(({ trackId }) => trackId === VIDEO_TRACK);
    if (video !== undefined) {
      // A burst of datagrams would overrun the client's receive buffer.
      const startsAtNextKey = video.isDatagram || this.#options.faults.doesStartAtNextKey;
      video.firstFrame = video.player.firstFrameFor(wall90k, startsAtNextKey);
    }
    const from90k = video === undefined ? wall90k : dueAt90k(video.player.track, video.firstFrame);
    for (const track of this.#tracks) {
      if (track !== video) track.firstFrame = frameNumberAt(track.player.track, from90k) + 1;
    }
    return this.#tracks.map(({ trackId, play, firstFrame }) => ({ trackId, ...play.numbersOf(firstFrame, wall90k) }));
  }

  start(wall90k: number): void {
    for (const { player, play, firstFrame } of this.#tracks) player.join(play, firstFrame, wall90k);
  }

  /** Goes on with what the camera plays now. A sound the new clip lacks falls silent. */
  changeClip(wall90k: number): void {
    for (const track of this.#tracks) {
      const player = this.#playerOf(track.trackId);
      if (player === track.player) continue;
      track.player.leave(track.play);
      if (player === null) continue;
      track.player = player;
      if (this.#isPlaying) player.takeOver(track.play, wall90k);
    }
  }

  stop(): void {
    for (const { player, play } of this.#tracks) {
      player.leave(play);
      play.stop();
    }
  }

  #playerOf(trackId: TrackId): TrackPlayer | null {
    const { camera, faults } = this.#options;
    return trackId === VIDEO_TRACK ? camera.video(faults).player : (camera.sound(faults)?.player ?? null);
  }
}
