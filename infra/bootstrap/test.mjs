// `npm test`: every test that needs only npm packages; names the suites it leaves out; closes with the count.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepare, ROOT } from './prepare.mjs';

prepare();
const dir = mkdtempSync(path.join(tmpdir(), 'thapcanh-test-'));
const report = path.join(dir, 'report.json');
const vitest = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const args = [
  vitest,
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
];
const result = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });

const skipped = listSkippedSuites();
if (skipped.length > 0) {
  console.log(
    `Bỏ qua ${skipped.length} bộ kiểm thử cần trình duyệt hoặc máy chủ ngoài / left out, they need a browser or other servers (.ci/run): ${skipped.join(', ')}`,
  );
}
const { passed, failed } = readCounts();
console.log(`${passed} passed, ${failed} failed`);
rmSync(dir, { recursive: true, force: true });
process.exit(result.status === 0 && failed === 0 ? 0 : 1);

function listSkippedSuites() {
  const found = [];
  const visit = (folder) => {
    for (const entry of readdirSync(path.join(ROOT, folder), { withFileTypes: true })) {
      if (['node_modules', 'dist', '.git', 'data', 'weights'].includes(entry.name)) continue;
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) visit(file);
      else if (/\.(browser|engine)\.test\.tsx?$/.test(entry.name)) found.push(file);
    }
  };
  visit('.');
  return found.sort();
}

/** A suite that does not even load counts as one failure. */
function readCounts() {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const broken = testResults.filter(
      (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
    ).length;
    return { passed: numPassedTests, failed: numFailedTests + broken };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
