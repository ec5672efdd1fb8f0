/**
 * Renders a demo city clip frame by frame in headless Chromium (software WebGL) and writes JPEG frames plus what the
 * scene knows about its plates. Resumable: frames that already exist are kept, and two processes may share a clip.
 *
 *   node infra/camera-sim/city/render.mjs --clip gate-car --out DIR [--frames 0,90,200 | --range 0-143] [--truth-only]
 *
 * Chromium is taken from CHROMIUM_PATH or /usr/bin/chromium.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const { values } = parseArgs({
  options: {
    clip: { type: 'string' },
    out: { type: 'string' },
    frames: { type: 'string' },
    range: { type: 'string' },
    'truth-only': { type: 'boolean', default: false },
  },
});
if (!values.clip || !values.out) {
  console.error('usage: node render.mjs --clip gate-car|gate-moto|avenue --out DIR [--frames 0,90] [--truth-only]');
  process.exit(2);
}
await mkdir(values.out, { recursive: true });

const bundle = await build({
  entryPoints: [fileURLToPath(new URL('./page.mjs', import.meta.url))],
  bundle: true,
  format: 'iife',
  write: false,
  target: 'chrome110',
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--use-gl=angle',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--ignore-gpu-blocklist',
  ],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.setDefaultTimeout(0);
  page.on('console', (message) => {
    if (message.type() === 'error') console.error('page:', message.text());
  });
  page.on('pageerror', (error) => console.error('page:', error.stack));
  await page.setContent('<!doctype html><body style="margin:0"></body>');
  await page.addScriptTag({ content: bundle.outputFiles[0].text });
  const started = performance.now();
  const clip = await page.evaluate((name) => window.city.load(name), values.clip);
  console.log(values.clip, clip, `loaded in ${((performance.now() - started) / 1000).toFixed(1)} s`);

  const { collisions, jumps } = await page.evaluate(() => window.city.faults());
  for (const fault of collisions) console.error('collision', JSON.stringify(fault));
  for (const fault of jumps) console.error('jump at the loop point', JSON.stringify(fault));
  const observed = await page.evaluate(() => window.city.truth());
  await writeFile(join(values.out, 'scene.json'), JSON.stringify({ clip: values.clip, ...clip, ...observed }));
  if (observed.passages.length) console.table(observed.passages);

  if (!values['truth-only']) await renderFrames(page, clip);
} finally {
  await browser.close();
}

async function renderFrames(page, { durationS, fps }) {
  const all = Array.from({ length: durationS * fps }, (_, i) => i);
  const [from, to] = (values.range ?? `0-${all.length - 1}`).split('-').map(Number);
  const wanted = values.frames ? values.frames.split(',').map(Number) : all.slice(from, to + 1);
  const began = performance.now();
  let done = 0;
  for (const index of wanted) {
    const path = join(values.out, `${String(index).padStart(5, '0')}.jpg`);
    if (!values.frames && existsSync(path)) continue;
    const { jpeg, share } = await page.evaluate((i) => window.city.frame(i), index);
    await writeFile(`${path}.part`, Buffer.from(jpeg, 'base64'));
    await rename(`${path}.part`, path);
    done++;
    if (values.frames || done % 30 === 0) {
      const perFrame = (performance.now() - began) / 1000 / done;
      console.log(`${index + 1}/${all.length} ${perFrame.toFixed(2)} s/frame, drawn share ${share.toFixed(2)}`);
    }
  }
}
