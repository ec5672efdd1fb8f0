import { afterAll, beforeAll } from 'vitest';
import { ReaderThread } from '../sockets/reader-thread.ts';
import { buildReaderThread, silentLog } from '../worker/test-media.fixture.ts';
import { describeCameraSession } from './camera-session-conformance.fixture.ts';

let thread: ReaderThread;

beforeAll(async () => {
  thread = new ReaderThread({ log: silentLog, programPath: await buildReaderThread() });
});

afterAll(() => thread.close());

describeCameraSession({ source: 'rtsp', firstFrameMs: 2_000 });
describeCameraSession({
  source: 'rtsp',
  sockets: { name: 'read on a thread of its own', open: () => thread },
  firstFrameMs: 2_000,
});
