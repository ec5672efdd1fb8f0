import { runRole } from '@thapcanh/infra/roles/run-role';
import { startArchiver } from './archive/archiver-role.ts';

await runRole('archiver', startArchiver);
