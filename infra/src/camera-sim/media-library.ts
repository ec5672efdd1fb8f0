import { readFile, stat } from 'node:fs/promises';
import { type AudioTrack, prepareAacTrack, prepareG711Track } from './audio-track.ts';
import { type Clip, prepareClip } from './clip.ts';
import type { SoundChoice } from './fault-switches.ts';
import { type Mp4Audio, parseMp4Audio } from './mp4-audio.ts';
import { Mp4Error } from './mp4-error.ts';
import { type Mp4Video, parseMp4Video } from './mp4-video.ts';
import type { PacketStyle } from './rtp-packetizer.ts';
import type { SimulatorCounters } from './simulator-counters.ts';
import { drawRtpBase, type RtpBase, type Track } from './track.ts';
import { TrackPlayer } from './track-player.ts';

const MAX_CLIP_BYTES = 256 * 1024 * 1024;

/** The player of a track together with what only its kind has. */
export interface Playable<T extends Track> {
  readonly track: T;
  readonly player: TrackPlayer;
}

interface LoadedFile {
  readonly video: Mp4Video;
  readonly audio: Mp4Audio | null;
  /** By packet style. */
  readonly clips: Map<string, Clip>;
  aac: AudioTrack | null;
}

/**
 * The clips of a server and their players. A file is read once and packed once for every packet style; each phase in
 * which it is played has a player of its own, which shares the packets.
 */
export class MediaLibrary {
  readonly #counters: SimulatorCounters;
  readonly #base: RtpBase | undefined;
  readonly #files = new Map<string, LoadedFile>();
  readonly #videos = new Map<string, Playable<Clip>>();
  readonly #sounds = new Map<string, Playable<AudioTrack>>();

  constructor(counters: SimulatorCounters, base: RtpBase | undefined) {
    this.#counters = counters;
    this.#base = base;
  }

  /** Reads a clip unless it is known. @throws Mp4Error, the system's error for a missing file. */
  async load(file: string): Promise<void> {
    if (this.#files.has(file)) return;
    const { size } = await stat(file);
    if (size > MAX_CLIP_BYTES) throw new Mp4Error(`the clip has ${size} bytes, at most ${MAX_CLIP_BYTES} are read`);
    const bytes = await readFile(file);
    const video = parseMp4Video(bytes);
    const clip = prepareClip(video, { base: this.#base });
    this.#files.set(file, { video, audio: parseMp4Audio(bytes), clips: new Map([['', clip]]), aac: null });
  }

  /** The pictures of a loaded file. */
  video(file: string, phase90k: number, style: PacketStyle | null): Playable<Clip> {
    const styleKey = style === null ? '' : `${style.maxPayloadBytes}/${style.hasInBandSets}/${style.hasPrivateNals}`;
    return this.#playable(this.#videos, `${file}|${phase90k}|${styleKey}`, phase90k, () => {
      const loaded = this.#loaded(file);
      const clip =
        loaded.clips.get(styleKey) ?? prepareClip(loaded.video, { base: this.#base, ...(style && { style }) });
      loaded.clips.set(styleKey, clip);
      return clip;
    });
  }

  /** The sound that goes with it; null for none. */
  sound(file: string, phase90k: number, choice: SoundChoice): Playable<AudioTrack> | null {
    if (choice === 'none') return null;
    if (choice !== 'clip') {
      const encoding = choice === 'pcma' ? 'PCMA' : 'PCMU';
      return this.#playable(this.#sounds, `${encoding}|${phase90k}`, phase90k, () =>
        prepareG711Track(encoding, this.#base),
      );
    }
    const loaded = this.#loaded(file);
    const { audio } = loaded;
    if (audio === null) return null;
    return this.#playable(this.#sounds, `${file}|${phase90k}`, phase90k, () => {
      loaded.aac ??= prepareAacTrack(audio, this.#base);
      return loaded.aac;
    });
  }

  get players(): TrackPlayer[] {
    return [...this.#videos.values(), ...this.#sounds.values()].map(({ player }) => player);
  }

  /** Sends everything that is due. @returns when the next frame is, or null while nobody watches. */
  advance(wall90k: number): number | null {
    let next90k: number | null = null;
    for (const playables of [this.#videos, this.#sounds]) {
      for (const { player } of playables.values()) {
        const due90k = player.advance(wall90k);
        if (due90k !== null && (next90k === null || due90k < next90k)) next90k = due90k;
      }
    }
    return next90k;
  }

  #loaded(file: string): LoadedFile {
    const loaded = this.#files.get(file);
    if (loaded === undefined) throw new Error('the clip was not loaded');
    return loaded;
  }

  #playable<T extends Track>(
    known: Map<string, Playable<T>>,
    key: string,
    phase90k: number,
    make: () => T,
  ): Playable<T> {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make();
    const track = phase90k === 0 ? made : { ...made, phase90k, ...drawRtpBase(this.#base) };
    const playable = { track, player: new TrackPlayer(track, this.#counters) };
    known.set(key, playable);
    return playable;
  }
}
