import type { CameraSource, StreamName } from '@thapcanh/core/camera/camera';
import type { Clock } from '@thapcanh/core/time/clock';
import type { FrameStore } from '@thapcanh/infra/frames/frame-store';
import type { FrameQueue } from '@thapcanh/infra/queue/frame-queue';
import type { Admission } from '../admission/admission.ts';
import type { SiteGate } from '../admission/site-admission.ts';
import { siteKeyOf } from '../admission/site-key.ts';
import type { CoverageLedger, LeftBecause } from '../coverage/coverage-ledger.ts';
import type { FrameDecoder } from '../decode/frame-decoder.ts';
import { FrameTap, type FrameTapStatistics } from '../frames/frame-tap.ts';
import { LiveWindow } from '../live/live-window.ts';
import type { CameraSession, SessionLog, StreamStatistics } from '../media/media-types.ts';
import type { SlabPool } from '../media/slab.ts';
import type { DiskPacer } from '../recorder/disk-pacer.ts';
import { Recorder, type RecorderStatistics } from '../recorder/recorder.ts';
import type { RecordingLedger } from '../recorder/recording-ledger.ts';
import type { RecordingWitness } from '../recorder/recording-witness.ts';
import { createCameraSession } from '../session/camera-session.ts';
import type { SessionTiming } from '../session/camera-session-options.ts';
import type { CameraSockets } from '../sockets/camera-socket.ts';
import type { HeldCamera } from './camera.repository.ts';
import type { CameraSample } from './camera-findings.ts';
import { cameraStateOf, shownFault } from './camera-state.ts';
import type { HeldStatus } from './camera-status.repository.ts';
import { settleWithin } from './settle-within.ts';

/** What all cameras of a worker share. */
export interface CameraSurroundings {
  /** Of the machine whose disk holds the recordings. */
  readonly nodeId: string;
  readonly recordingsDir: string;
  readonly ledger: RecordingLedger;
  readonly pacer: DiskPacer;
  readonly slabs: SlabPool;
  readonly sockets: CameraSockets;
  readonly coverage: CoverageLedger;
  readonly store: FrameStore;
  readonly queue: () => FrameQueue | null;
  readonly decoder: () => FrameDecoder | null;
  readonly admission: Admission;
  readonly clock: Clock;
  readonly log: SessionLog;
  /** Shorter waits, for tests. */
  readonly timing?: Partial<SessionTiming>;
}

/** Patience with a camera that does not say goodbye before its recording is finished without it. */
const GOODBYE_MS = 1_500;
/** Who waits longer sleeps through the return of its line; that lines are not run over is the business of `Admission`. */
const RETRY_MAX_MS = 5_000;

const STREAMS: readonly StreamName[] = ['main', 'sub'];

interface StreamRun {
  readonly session: CameraSession;
  /** Replaced when the camera changes its site. */
  gate: SiteGate;
  readonly window: LiveWindow;
}

/**
 * One camera at work: its sessions, recording, live windows and frame tap. Begins at once when made; `onChange` is called
 * whenever its status may have changed. It ends with `close`, which finishes the open recording; nothing it does
 * touches another camera.
 */
export class CameraWorker {
  readonly #surroundings: CameraSurroundings;
  readonly #recorder: Recorder;
  readonly #tap: FrameTap;
  readonly #streams = new Map<StreamName, StreamRun>();
  readonly #onChange: () => void;
  /** A camera may begin with pictures it sent before: the worker that had it until now recorded those. */
  readonly #recordsFromMs: number;
  #source: CameraSource;
  /** It delivered pictures a moment before this worker took it. */
  readonly hasWorked: boolean;
  #epoch: number;
  #closing: Promise<void> | null = null;

  constructor({ source, epoch, hasWorked }: HeldCamera, surroundings: CameraSurroundings, onChange: () => void) {
    this.#source = source;
    this.#epoch = epoch;
    this.hasWorked = hasWorked;
    this.#surroundings = surroundings;
    this.#onChange = onChange;
    const { nodeId, recordingsDir, ledger, pacer, coverage, clock, log, decoder, store, queue } = surroundings;
    this.#recordsFromMs = hasWorked ? clock.nowMs() : Number.NEGATIVE_INFINITY;
    const { id: cameraId, profile, motionFps } = source;
    const owner = () => ({ nodeId, epoch: this.#epoch });
    coverage.cameraTaken(cameraId, epoch);
    const witness: RecordingWitness = {
      recorded: (fromMs, toMs, before) => coverage.recorded(cameraId, fromMs, toMs, before),
      storage: (fault) => coverage.fault(cameraId, 'storage', fault),
    };
    const shared = { cameraId, recordingsDir, ledger, pacer, clock, log };
    this.#recorder = new Recorder({ ...shared, owner, witness, onState: onChange });
    const hasSubStream = source.subUrl !== null;
    this.#tap = new FrameTap({ cameraId, profile, hasSubStream, motionFps, decoder, store, queue, log });
    this.#open('main', source.mainUrl);
    if (source.subUrl !== null) this.#open('sub', source.subUrl);
  }

  get source(): CameraSource {
    return this.#source;
  }

  get isRecording(): boolean {
    return this.#recorder.state.isRecording;
  }

  window(stream: StreamName): LiveWindow | null {
    return this.#streams.get(stream)?.window ?? null;
  }

  /** Takes what may change without a new connection; false when the camera must be closed and made anew. */
  adopt({ source, epoch }: HeldCamera): boolean {
    const now = this.#source;
    const isSameVideo = source.mainUrl === now.mainUrl && source.subUrl === now.subUrl;
    const isSameWay = source.source === now.source && source.transport === now.transport;
    if (!isSameVideo || !isSameWay) return false;
    if (source.username !== now.username || source.password !== now.password) return false;
    if (source.profile !== now.profile || source.motionFps !== now.motionFps) {
      this.#tap.setProfile(source.profile, source.motionFps);
    }
    if (siteKeyOf(source) !== siteKeyOf(now)) this.#moveTo(source);
    if (epoch !== this.#epoch) this.#surroundings.coverage.leaseChanged(source.id, epoch);
    this.#source = source;
    this.#epoch = epoch;
    return true;
  }

  status(): HeldStatus {
    const main = this.#streams.get('main')?.session;
    if (main === undefined) throw new Error('a camera has a main stream');
    const { lastFrameAtMs, description, fps, bitrateKbps, gopMs, audio, cameraClockOffsetMs } = main.statistics();
    const sub = this.#streams.get('sub')?.session;
    const { isRecording, fault } = this.#recorder.state;
    const status = {
      cameraId: this.#source.id,
      state: cameraStateOf({ session: main.state, lastFrameAtMs, nowMs: this.#surroundings.clock.nowMs() }),
      fault: shownFault([main.state.fault, fault, sub?.state.fault ?? null]),
      isRecording,
      lastFrameAtMs,
      width: description?.width ?? null,
      height: description?.height ?? null,
      codec: description?.codec ?? null,
      fps,
      bitrateKbps,
      gopMs,
      subCodec: sub?.statistics().description?.codec ?? null,
      audio,
      clockOffsetMs: cameraClockOffsetMs,
    };
    return { status, epoch: this.#epoch };
  }

  streamStatistics(): {
    stream: StreamName;
    isUp: boolean;
    parts: number;
    live: { readers: number; dropped: number };
    statistics: StreamStatistics;
  }[] {
    return [...this.#streams].map(([stream, { session, window }]) => ({
      stream,
      isUp: session.state.phase === 'live',
      parts: window.partCount,
      live: window.readerStatistics,
      statistics: session.statistics(),
    }));
  }

  /** For findings: streams that deliver now, and how they were reached. */
  sample(atMs: number): CameraSample {
    const live = (stream: StreamName): CameraSession | null => {
      const session = this.#streams.get(stream)?.session;
      return session?.state.phase === 'live' ? session : null;
    };
    const [main, sub] = [live('main'), live('sub')];
    const inVain = new Set(
      this.#surroundings
        .decoder()
        ?.alarms()
        .map(({ key }) => key),
    );
    return {
      undecodable: STREAMS.find((stream) => inVain.has(`${this.#source.id}/${stream}`)) ?? null,
      atMs,
      main: main?.statistics() ?? null,
      sub: sub?.statistics() ?? null,
      hasUsedBasic: [main, sub].some((session) => session?.connection()?.hasUsedBasic ?? false),
      hasSubStream: this.#source.subUrl !== null,
    };
  }

  recorderStatistics(): RecorderStatistics {
    return this.#recorder.statistics();
  }

  tapStatistics(): FrameTapStatistics {
    return this.#tap.statistics();
  }

  /** `because` words the time that is not recorded from now on. */
  close(because: LeftBecause): Promise<void> {
    this.#closing ??= this.#closeAll(because);
    return this.#closing;
  }

  async #closeAll(because: LeftBecause): Promise<void> {
    const streams = [...this.#streams.values()];
    const goodbyes = Promise.all(streams.map(({ session }) => session.close()));
    await settleWithin(goodbyes, GOODBYE_MS);
    await this.#recorder.close();
    this.#surroundings.coverage.cameraLeft(this.#source.id, because);
    for (const { window, gate } of streams) {
      window.close();
      gate.leave();
    }
    await Promise.all([goodbyes, this.#tap.close()]);
  }

  /** Streams that deliver are live at the new site too. */
  #moveTo(source: CameraSource): void {
    for (const [stream, run] of this.#streams) {
      run.gate.leave();
      run.gate = this.#gate(stream, source);
      run.gate.note(run.session.state);
    }
  }

  #gate(stream: StreamName, source: CameraSource): SiteGate {
    return this.#surroundings.admission.gate(source, () => {
      if (stream === 'main') this.#surroundings.coverage.faulty(source.id, 'admission-wait', {});
    });
  }

  #open(stream: StreamName, url: string): void {
    const { coverage, clock, log, slabs, sockets, timing } = this.#surroundings;
    const { id: cameraId, username, password, source, transport } = this.#source;
    const window = new LiveWindow(clock);
    const gates = { gate: this.#gate(stream, this.#source) };
    const withCamera = (fields: object): object => ({ ...fields, cameraId, stream });
    const session = createCameraSession({
      url,
      username,
      password,
      source,
      transport,
      sockets,
      hasWorked: this.hasWorked,
      admission: { enter: (signal) => gates.gate.enter(signal) },
      clock,
      log: {
        debug: (fields, message) => log.debug(withCamera(fields), message),
        info: (fields, message) => log.info(withCamera(fields), message),
        warn: (fields, message) => log.warn(withCamera(fields), message),
      },
      sink: {
        slabs,
        onPart: (part) => {
          // The recording first: what a viewer sees may be lost, what the city keeps may not.
          if (stream === 'main' && part.startsAtMs >= this.#recordsFromMs) this.#recorder.push(part);
          window.push(part);
        },
        onAccessUnit: (unit) => {
          window.pushUnit(unit);
          this.#tap.onAccessUnit(stream, unit);
        },
      },
      onState: (state) => {
        gates.gate.note(state);
        if (stream === 'main') coverage.fault(cameraId, 'session', state.phase === 'live' ? null : state.fault);
        this.#onChange();
      },
      timing: { retryMaxMs: RETRY_MAX_MS, ...timing },
    });
    this.#streams.set(stream, Object.assign(gates, { session, window }));
  }
}
