// `npm start`: makes sure of dependencies and build, then becomes the supervisor (same process, so signals arrive).
import { prepare } from './prepare.mjs';

prepare();
await import('./supervise.mjs');
