// `node infra/bootstrap/run.mjs <name> [args]`: makes sure of dependencies and build, then runs infra/dist/commands/<name>.js
// or the command of another room.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, ROOT } from './prepare.mjs';

/** Commands of rooms that infra may not import. */
const OTHER_ROOMS = {
  eval: 'models/dist/evaluate/main.js',
  models: 'models/dist/command/main.js',
};

const [name = ''] = process.argv.splice(2, 1);
prepare();
const dir = path.join(ROOT, 'infra/dist/commands');
const file = Object.hasOwn(OTHER_ROOMS, name) ? path.join(ROOT, OTHER_ROOMS[name]) : path.join(dir, `${name}.js`);
if (!/^[a-z-]+$/.test(name) || !existsSync(file)) {
  const known = existsSync(dir) ? readdirSync(dir).filter((entry) => entry.endsWith('.js')) : [];
  const names = [...known.map((entry) => path.basename(entry, '.js')), ...Object.keys(OTHER_ROOMS)].join(', ');
  process.stderr.write(
    `✗ Không có lệnh "${name}". Các lệnh: ${names}\n  There is no command "${name}". Commands: ${names}\n`,
  );
  process.exit(1);
}
// The command sees its own path and arguments, as if node had been given it.
process.argv[1] = file;
await import(pathToFileURL(file).href);
