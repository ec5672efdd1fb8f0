import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

/** Why browser suites cannot run here, or null when they can. */
export const missingBrowser = CHROMIUM === undefined ? 'Chromium is not installed (apt-get install chromium)' : null;

/** Debian's Chromium without background traffic; software rendering, since CI has no GPU. */
export function launchBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error(missingBrowser ?? '');
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
}
