import { createLiveEventListener, publishLiveEvent } from '@thapcanh/infra/events/live-events';
import { createFrameStore } from '@thapcanh/infra/frames/file-frame-store';
import { createObjectStore } from '@thapcanh/infra/objects/create-object-store';
import { runRole } from '@thapcanh/infra/roles/run-role';
import { mediaTokenOf } from '@thapcanh/infra/secrets/media-token';
import { createSecretBox } from '@thapcanh/infra/secrets/secret-box';
import { collectNodeMetrics } from '@thapcanh/infra/telemetry/metrics-socket';
import { loadServerCertificate } from '@thapcanh/infra/tls/server-certificate';
import { buildApp } from './http/app.ts';
import { listen } from './http/listen.ts';

await runRole('api', async ({ config, nodeId, log, db, metrics, clock }) => {
  const liveEvents = createLiveEventListener(config, log);
  const objects = createObjectStore(config.objects);
  const frames = createFrameStore(config.framesDir);
  const { tls } = config.http;
  const app = await buildApp({
    ...(tls === undefined ? {} : { tls: await loadServerCertificate(tls, config, clock) }),
    ...(config.oidc === undefined ? {} : { oidc: config.oidc }),
    ...(config.webrtc === undefined ? {} : { webrtc: config.webrtc }),
    ...(config.city === undefined ? {} : { city: config.city }),
    db,
    log,
    clock,
    metrics,
    objects,
    frames,
    recordingsDir: config.recordingsDir,
    nodeId,
    secrets: createSecretBox(config.secretKey ?? ''),
    mediaToken: mediaTokenOf(config.secretKey ?? ''),
    liveEvents,
    publish: (event) => publishLiveEvent(db, event),
    metricsText: () => collectNodeMetrics(config.runDir),
  });
  const close = async (): Promise<void> => {
    await app.close();
    await liveEvents.close();
    await Promise.all([objects.close(), frames.close()]);
  };
  try {
    await liveEvents.start();
    const port = await listen(app, config.http);
    log.info({ host: config.http.host, port }, 'API listens');
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
});
