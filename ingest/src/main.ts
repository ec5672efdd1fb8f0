import { runRole } from '@thapcanh/infra/roles/run-role';
import { startIngest } from './worker/ingest-role.ts';

await runRole('ingest', (context) => startIngest(context));
