import type { CameraTransport } from '@thapcanh/core/camera/camera';
import type { RtpConsumer } from '../rtsp/announcement.ts';
import { CameraFailure } from '../rtsp/camera-failure.ts';
import type { CameraHabits, RtspPlayback } from '../rtsp/rtsp-client-options.ts';
import type { Credentials, RtspTarget } from '../rtsp/rtsp-url.ts';
import { FfmpegChild } from './ffmpeg-child.ts';
import { ffmpegCommand } from './ffmpeg-command.ts';
import { ffmpegFailure, isAboutPublishing } from './ffmpeg-fault.ts';
import { PublishServer } from './publish-server.ts';

export interface FfmpegSourceOptions {
  readonly target: RtspTarget;
  readonly credentials: Credentials | null;
  readonly transport: CameraTransport;
  readonly habits: CameraHabits;
  /** How long ffmpeg may take to find out what the camera sends. */
  readonly startMs: number;
  readonly signal: AbortSignal;
  readonly consumer: RtpConsumer;
}

const NO_PACKETS = { latePackets: 0, reorderedPackets: 0, duplicatePackets: 0, lostPackets: 0, foreignPackets: 0 };

/**
 * Plays a camera that only ffmpeg understands: one `ffmpeg -c copy` reads it and publishes to a server of ours on the
 * loopback, so that everything behind is the same as for RTSP. Rejects with `CameraFailure`, the child gone; the child
 * ends with the playback. A child that stops without ending is the frame watch's business.
 */
export async function playThroughFfmpeg(options: FfmpegSourceOptions): Promise<RtspPlayback> {
  const { target, credentials, transport, habits, startMs, signal, consumer } = options;
  const { host } = target;
  let reason: CameraFailure | null = null;
  let child: FfmpegChild | null = null;
  let onRecord = (): void => undefined;
  const recording = new Promise<'recording'>((resolve) => {
    onRecord = () => resolve('recording');
  });
  const fail = (failure: CameraFailure): void => {
    reason ??= failure;
    child?.kill();
  };
  const onAbort = (): void => fail(new CameraFailure('TC_CAMERA_CONNECTION_LOST', { host, detail: 'closed by us' }));
  const server = await PublishServer.open({ host, consumer, onRecord: () => onRecord(), onFailure: fail });
  const withAudio = !habits.breaksOnAudio;
  const running = await startOrClose(
    server,
    () => new FfmpegChild(ffmpegCommand({ target, credentials, transport, withAudio, publishUrl: server.url })),
  );
  child = running;
  const deadline = setTimeout(() => {
    fail(new CameraFailure('TC_CAMERA_NO_FRAMES', { host, detail: `${startMs / 1000} s` }));
  }, startMs);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  let isPlaying = false;
  const closed = running.exited.then(async ({ isMissing, lastWords }) => {
    clearTimeout(deadline);
    signal.removeEventListener('abort', onAbort);
    await server.close();
    if (isMissing) return new CameraFailure('TC_CAMERA_FFMPEG_MISSING', { host });
    if (withAudio && !isPlaying && isAboutPublishing(lastWords)) habits.breaksOnAudio = true;
    return reason ?? ffmpegFailure(lastWords, target, isPlaying);
  });
  const outcome = await Promise.race([recording, closed]);
  if (outcome !== 'recording') throw outcome;
  isPlaying = true;
  clearTimeout(deadline);
  let closing: Promise<void> | null = null;
  return {
    closed,
    facts: () => ({
      transport: transport === 'udp' ? 'udp' : 'tcp',
      isEncrypted: target.isEncrypted,
      hasUsedBasic: false,
      skippedBytes: 0,
      packets: NO_PACKETS,
    }),
    fail,
    close: () => {
      closing ??= running.close().then(async () => {
        await closed;
      });
      return closing;
    },
  };
}

/** A machine out of descriptors cannot start a child: then the server must not stay. */
async function startOrClose(server: PublishServer, start: () => FfmpegChild): Promise<FfmpegChild> {
  try {
    return start();
  } catch (error) {
    await server.close();
    throw error;
  }
}
