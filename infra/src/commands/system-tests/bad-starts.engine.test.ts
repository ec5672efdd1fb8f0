import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findFreePort } from '../../testing/local-address.ts';
import { hasProcFs, processesNaming } from '../../testing/process-tree.ts';
import { makeWorkDir, StartedPlatform } from './started-platform.fixture.ts';

/**
 * Starts that must be refused, as a person at the console meets them. Unknown flags, wrong variables, a taken port, a
 * running holder and an unreachable database are in `supervisor.test.ts`.
 */

const run = promisify(execFile);
const DEFAULT_PORT = 8080;

let work: Awaited<ReturnType<typeof makeWorkDir>>;
let dataDir: string;
let platform: StartedPlatform | null = null;
const cleanUps: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  work = await makeWorkDir();
  dataDir = path.join(work.dir, 'data');
});
afterEach(async () => {
  await platform?.kill();
  platform = null;
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  await work.remove();
});

const start = (args: readonly string[]): StartedPlatform => {
  platform = new StartedPlatform(['--data', dataDir, ...args], { THAPCANH_ROLES: 'jobs' }, work.dir);
  return platform;
};

/** One message, Vietnamese before English, nothing else said, nothing left running. */
async function expectRefusal(started: StartedPlatform, code: string, vi: string, en: string): Promise<void> {
  expect(await started.exited).toBe(1);
  const lines = started.output.split('\n').filter((line) => line !== '');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toBe(`✗ ${code}`);
  expect(lines[1]).toContain(vi);
  expect(lines[2]).toContain(en);
  expect(started.output).not.toContain('hunter2');
  if (hasProcFs) expect(await processesNaming(work.dir)).toEqual([]);
}

/** A file system of that size on `dir`; false where this process may not mount one. */
async function mountSmallDisk(dir: string, options: string): Promise<boolean> {
  await mkdir(dir, { recursive: true });
  try {
    await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', dir]);
  } catch {
    return false;
  }
  cleanUps.push(() => run('umount', [dir]));
  return true;
}

test.each([
  [
    'a misspelt key',
    'cameras:\n  - id: cong-chinh\n    urll: rtsp://10.0.0.1/1\n',
    'TC_CONFIG_UNKNOWN_KEY',
    'cameras.yaml:3: không có mục "urll". Có phải ý bạn là "url"?',
    'cameras.yaml:3: there is no setting "urll". Did you mean "url"?',
  ],
  [
    'YAML that does not parse',
    'cameras:\n  - id: "cong-chinh\n    url: rtsp://10.0.0.1/1\n',
    'TC_CONFIG_FILE',
    'Kiểm tra đường dẫn, quyền đọc và cú pháp YAML.',
    'Check the path, the read permission and the YAML syntax.',
  ],
  [
    'an address that is none',
    'cameras:\n  - id: cong-chinh\n    url: http://admin:hunter2@10.0.0.1/1\n',
    'TC_CONFIG_VALUE',
    'cameras.yaml:3 (cong-chinh): giá trị "http://***@10.0.0.1/1" của "url" không hợp lệ. Cần địa chỉ rtsp://',
    'cameras.yaml:3 (cong-chinh): "http://***@10.0.0.1/1" is not a valid value of "url". Expected an address like rtsp://',
  ],
])('cameras.yaml with %s is refused by line', async (_, text, code, vi, en) => {
  await writeFile(path.join(work.dir, 'cameras.yaml'), text);
  await expectRefusal(start([]), code, vi, en);
});

test('a camera file that was named and is not there is refused', async () => {
  await expectRefusal(start(['--cameras', 'khong-co.yaml']), 'TC_CONFIG_FILE', 'khong-co.yaml', 'Check the path');
});

test('the default port gives way to the next free one and the console says so', async () => {
  const other = createServer();
  const isOurs = await new Promise<boolean>((resolve) => {
    // Another program there serves the test as well.
    other.once('error', () => resolve(false));
    other.listen(DEFAULT_PORT, '127.0.0.1', () => resolve(true));
  });
  if (isOurs) cleanUps.push(() => new Promise((resolve) => other.close(resolve)));
  const started = start(['--no-demo']);
  const { url } = await started.ready();
  const port = Number(new URL(url).port);
  expect(port).toBeGreaterThan(DEFAULT_PORT);
  expect(started.output).toContain(
    `Cổng ${DEFAULT_PORT} đã có chương trình khác dùng, chuyển sang ${port} / port ${DEFAULT_PORT} is taken, using ${port}\n`,
  );
  expect(await started.stop()).toBe(0);
});

// Below the probe's size, too small for the database's programs, and full in the middle of making the database.
test.for(['200k', '2m', '20m'])('a data directory on a disk of %s is refused as full', async (size, { skip }) => {
  skip(!(await mountSmallDisk(dataDir, `size=${size},mode=711`)), 'mounting a small disk needs root');
  const started = start(['--no-demo', '--port', String(await findFreePort())]);
  await expectRefusal(started, 'TC_DISK_FULL', 'Giải phóng dung lượng', 'Free some space or choose another disk');
});

test('a data directory on a disk that is mounted read-only is refused as unwritable', async ({ skip }) => {
  skip(!(await mountSmallDisk(dataDir, 'ro,mode=711')), 'mounting a read-only disk needs root');
  const started = start(['--no-demo', '--port', String(await findFreePort())]);
  await expectRefusal(started, 'TC_DATA_DIR_UNWRITABLE', 'Sửa quyền của thư mục', 'Mend the permissions');
});
