import { describeCameraSession } from './camera-session-conformance.fixture.ts';

describeCameraSession({ source: 'rtsp', firstFrameMs: 2_000 });
