/**
 * Turns rendered frames into the two shipped streams and the ground-truth file of a clip, and refreshes checksums.json.
 * Main 1280x720, sub 640x360: H.264 High, no B-frames, a key frame every second exactly, closed groups, no audio.
 *
 *   node infra/camera-sim/city/encode.mjs --clip gate-car --in DIR
 *
 * Needs ffmpeg with libx264.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const CLIPS_DIR = fileURLToPath(new URL('../clips/', import.meta.url));
const STREAMS = [
  { stream: 'main', size: '1280:720', crf: 23, maxRateKbps: 1250 },
  { stream: 'sub', size: '640:360', crf: 26, maxRateKbps: 290 },
];

const { values } = parseArgs({ options: { clip: { type: 'string' }, in: { type: 'string' } } });
if (!values.clip || !values.in) {
  console.error('usage: node encode.mjs --clip gate-car|gate-moto|avenue --in DIR');
  process.exit(2);
}
const scene = JSON.parse(readFileSync(join(values.in, 'scene.json'), 'utf8'));
const frames = readdirSync(values.in).filter((name) => name.endsWith('.jpg')).length;
if (frames !== scene.durationS * scene.fps) {
  console.error(`expected ${scene.durationS * scene.fps} frames, found ${frames}: render again first`);
  process.exit(1);
}

for (const { stream, size, crf, maxRateKbps } of STREAMS) {
  execFileSync('ffmpeg', [
    ...['-v', 'error', '-y', '-framerate', String(scene.fps), '-i', join(values.in, '%05d.jpg')],
    ...['-vf', `scale=${size}:flags=lanczos:out_range=tv:out_color_matrix=bt709,format=yuv420p`],
    ...['-color_range', 'tv', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
    ...['-c:v', 'libx264', '-profile:v', 'high', '-preset', 'medium', '-crf', String(crf)],
    ...['-maxrate', `${maxRateKbps}k`, '-bufsize', `${maxRateKbps * 2}k`, '-bf', '0', '-threads', '2'],
    ...['-g', String(scene.fps), '-keyint_min', String(scene.fps), '-sc_threshold', '0', '-flags', '+cgop'],
    ...['-map_metadata', '-1', '-fflags', '+bitexact', '-an', join(CLIPS_DIR, `${values.clip}.${stream}.mp4`)],
  ]);
}

const { clip, durationS, fps, seed, passages, counts } = scene;
const truth = { clip, durationMs: durationS * 1000, fps, seed, label: 'mô phỏng', passages, ...(counts && { counts }) };
writeFileSync(join(CLIPS_DIR, `${clip}.truth.json`), `${JSON.stringify(truth, null, 2)}\n`);

const checksums = Object.fromEntries(
  readdirSync(CLIPS_DIR)
    .filter((name) => /\.(mp4|truth\.json)$/.test(name))
    .sort()
    .map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(CLIPS_DIR, name)))
        .digest('hex'),
    ]),
);
writeFileSync(join(CLIPS_DIR, 'checksums.json'), `${JSON.stringify(checksums, null, 2)}\n`);
