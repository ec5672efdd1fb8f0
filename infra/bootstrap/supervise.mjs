// The supervisor, or one role with `--role`, from a finished build: what containers and service units run.
import { main } from '../dist/supervisor/main.js';

await main();
