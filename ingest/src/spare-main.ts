/**
 * An ingest process in waiting: its modules are loaded, and on `{type:'work', env}` from the supervisor it becomes
 * the ingest process that these variables describe. It ends with its supervisor.
 */
import { fileURLToPath } from 'node:url';
import { runRole } from '@thapcanh/infra/roles/run-role';
import { startIngest } from './worker/ingest-role.ts';

const env = await new Promise<Readonly<Record<string, unknown>>>((resolve) => {
  const end = (): void => process.exit(0);
  process.once('disconnect', end);
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  process.on('message', function onMessage(message: unknown) {
    if (typeof message !== 'object' || message === null || !('env' in message)) return;
    const { env } = message;
    if (typeof env !== 'object' || env === null) return;
    for (const event of ['disconnect', 'SIGTERM', 'SIGINT']) process.off(event, end);
    process.off('message', onMessage);
    resolve({ ...env });
  });
});
for (const [name, value] of Object.entries(env)) if (typeof value === 'string') process.env[name] = value;
// In lists of processes it is a worker like the others.
process.title = `${process.execPath} ${fileURLToPath(new URL('./main.js', import.meta.url))}`;
await runRole('ingest', (context) => startIngest(context));
