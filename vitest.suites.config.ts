import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

// The suites that need more than npm packages: Debian's Chromium (`*.browser.test.ts`) and real engines
// (`*.engine.test.ts`: S3 server, Redis). `.ci/run` installs what they need; each skips itself with a reason otherwise.
export default mergeConfig(
  { ...base, test: { ...base.test, include: [], exclude: [] } },
  defineConfig({
    test: {
      include: ['{infra,ingest,analytics,api,viewer}/**/*.{browser,engine}.test.ts'],
      exclude: ['**/node_modules/**', '**/dist/**'],
      testTimeout: 120_000,
      hookTimeout: 180_000,
      maxWorkers: 1,
    },
  }),
);
