// `npm run check`: what CI runs, in order of cost. Stops at the first failure and says which step it was.
// `--without-tests` leaves out the last step for a caller that has just run the tests.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const steps = [
  ['format and lint', 'biome', ['check', '.']],
  ['types and build', 'turbo', ['run', 'build', '--output-logs=errors-only']],
  ['types of tests and viewer', 'tsc', ['-b']],
  ['dead code', 'knip', []],
  ['unit tests, import directions, documents', 'vitest', ['run']],
];

const chosen = process.argv.includes('--without-tests') ? steps.slice(0, -1) : steps;
for (const [name, command, args] of chosen) {
  const startedAtMs = Date.now();
  console.log(`\n> ${name}`);
  const result = spawnSync(`${root}node_modules/.bin/${command}`, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
  });
  if (result.status !== 0) {
    console.error(`\ncheck failed at: ${name}`);
    process.exit(1);
  }
  console.log(`  ${name}: ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`);
}
console.log('\ncheck passed');
