// What has to be in place before anything of this project can be imported: dependencies and build.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const STAMPS = path.join(ROOT, 'node_modules', '.cache', 'thapcanh');
const INSTALL_STAMP = path.join(STAMPS, 'install');
const BUILD_STAMP = path.join(STAMPS, 'build');
const OLDEST_NODE = [20, 19];
/** Never part of a build: outputs, tests and the clips, which are read where they lie. */
const SKIPPED_DIRS = new Set([
  'node_modules',
  'dist',
  'weights',
  '.turbo',
  'clips',
  'fixtures',
  'docs',
  '.git',
  '.ci',
  'tools',
  'data',
]);
const SOURCE_FILE = /\.(ts|tsx|mjs|json|html|css|sql|svg|proto|txt)$/;
const TEST_FILE = /\.(test|fixture)\.tsx?$/;

/** Installs from the lock file and builds, each only when it is stale. Progress goes to standard error. */
export function prepare() {
  checkNode();
  installIfStale();
  buildIfStale();
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(
    `Cần Node.js ${OLDEST_NODE.join('.')} trở lên, máy này có ${process.versions.node}. Cài bản mới từ https://nodejs.org.`,
    `Node.js ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.versions.node}. Install one from https://nodejs.org.`,
  );
}

function installIfStale() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (existsSync(path.join(ROOT, 'node_modules', '.package-lock.json')) && readStamp(INSTALL_STAMP) === lock) return;
  // An install by hand (npm ci) leaves npm's own record, which is newer than the lock file it was made from.
  if (readStamp(INSTALL_STAMP) === null && isNewer('node_modules/.package-lock.json', 'package-lock.json')) {
    writeStamp(INSTALL_STAMP, lock);
    return;
  }
  say('Đang cài các gói npm (lần đầu khoảng một phút) / installing npm packages (about a minute the first time)');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci');
  writeStamp(INSTALL_STAMP, lock);
}

function buildIfStale() {
  const sources = hashSources();
  if (readStamp(BUILD_STAMP) === sources && existsSync(path.join(ROOT, 'infra/dist/supervisor/main.js'))) return;
  say('Đang dựng chương trình / building');
  const turbo = path.join(ROOT, 'node_modules', '.bin', 'turbo');
  run(turbo, ['run', 'build', '--output-logs=errors-only', '--no-update-notifier'], 'npm run build');
  writeStamp(BUILD_STAMP, sources);
}

/** Names, sizes and times are enough: an edit changes them, and reading every file would cost a second. */
function hashSources() {
  const hash = createHash('sha256');
  const visit = (dir) => {
    for (const entry of readdirSync(path.join(ROOT, dir), { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const file = path.join(dir, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED_DIRS.has(entry.name)) visit(file);
      } else if (SOURCE_FILE.test(entry.name) && !TEST_FILE.test(entry.name)) {
        const { size, mtimeMs } = statSync(path.join(ROOT, file));
        hash.update(`${file} ${size} ${mtimeMs}\n`);
      }
    }
  };
  visit('.');
  return hash.digest('hex');
}

function isNewer(file, than) {
  try {
    return statSync(path.join(ROOT, file)).mtimeMs >= statSync(path.join(ROOT, than)).mtimeMs;
  } catch {
    return false;
  }
}

function readStamp(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function writeStamp(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function run(command, args, name) {
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  const result = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2], env });
  if (result.status === 0) return;
  const detail = result.error?.message ?? result.signal ?? `exit ${result.status}`;
  fail(
    `"${name}" thất bại (${detail}). Xem thông báo phía trên, kiểm tra mạng và dung lượng đĩa rồi chạy lại.`,
    `"${name}" failed (${detail}). See the messages above, check network and disk space and run again.`,
  );
}

function say(text) {
  process.stderr.write(`Tháp Canh: ${text}\n`);
}

function fail(vi, en) {
  process.stderr.write(`\n✗ ${vi}\n  ${en}\n`);
  process.exit(1);
}
