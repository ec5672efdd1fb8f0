import { runRole } from '@thapcanh/infra/roles/run-role';
import { collectInOneGo } from './worker/collector-settings.ts';
import { startIngest } from './worker/ingest-role.ts';

collectInOneGo();
await runRole('ingest', (context) => startIngest(context));
