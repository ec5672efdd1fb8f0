import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

interface Passage {
  plate: string;
  display: string;
  kind: string;
  ground: string;
  lines: number;
  vehicle: string;
  inMs: number;
  outMs: number;
  plateWidthPxMax: number;
}

interface Truth {
  clip: string;
  durationMs: number;
  fps: number;
  seed: number;
  label: string;
  passages: Passage[];
}

const clipsDir = fileURLToPath(new URL('../clips/', import.meta.url));
const read = (name: string) => readFileSync(`${clipsDir}${name}`);
const truths = readdirSync(clipsDir)
  .filter((name) => name.endsWith('.truth.json'))
  .map((name): Truth => JSON.parse(read(name).toString('utf8')));
const gates = truths.filter(({ passages }) => passages.length > 0);

const SERIES = '[A-HK-NPS-VXYZ]';
const CAR = new RegExp(`^\\d{2}${SERIES}\\d{4,5}$`);
const MOTORBIKE = new RegExp(`^\\d{2}(${SERIES}[1-9]|${SERIES}[A-HK-NPRS-VXYZ]|MĐ[1-9])\\d{4,5}$`);
const MILITARY = /^[A-Z]{2}\d{4}$/;

test('a truth file names plates that exist, once each, as they are printed', () => {
  expect(gates.map(({ clip }) => clip).sort()).toEqual(['gate-car', 'gate-moto']);
  for (const { passages } of gates) {
    expect(new Set(passages.map(({ plate }) => plate)).size).toBe(passages.length);
    for (const { plate, display, ground, vehicle } of passages) {
      const pattern = ground === 'red' ? MILITARY : vehicle === 'motorcycle' ? MOTORBIKE : CAR;
      expect(plate).toMatch(pattern);
      expect(display.replace(/[-. ]/g, '')).toBe(plate);
    }
  }
});

test('a passage lies inside its clip, clear of the loop point, and long enough for three key frames', () => {
  for (const { durationMs, passages, label, fps } of gates) {
    expect(label).toBe('mô phỏng');
    expect(Number.isInteger(fps)).toBe(true);
    for (const passage of passages) {
      expect(passage.inMs).toBeGreaterThanOrEqual(600);
      expect(passage.outMs).toBeLessThanOrEqual(durationMs - 400);
      expect(passage.outMs - passage.inMs).toBeGreaterThanOrEqual(3000);
      expect(passage.plateWidthPxMax).toBeGreaterThanOrEqual(80);
      expect([1, 2]).toContain(passage.lines);
    }
  }
});

test('the car gate shows every plate ground and both formats, the motorbike gate only two-line plates', () => {
  const car = gates.find(({ clip }) => clip === 'gate-car')!;
  expect(new Set(car.passages.map(({ ground }) => ground))).toEqual(new Set(['white', 'yellow', 'blue', 'red']));
  expect(new Set(car.passages.map(({ lines }) => lines))).toEqual(new Set([1, 2]));
  const moto = gates.find(({ clip }) => clip === 'gate-moto')!;
  expect(new Set(moto.passages.map(({ lines }) => lines))).toEqual(new Set([2]));
});

test('the shipped files are the ones the checksums were taken from', () => {
  const checksums: Record<string, string> = JSON.parse(read('checksums.json').toString('utf8'));
  const shipped = readdirSync(clipsDir).filter((name) => /\.(mp4|truth\.json)$/.test(name));
  expect(Object.keys(checksums).sort()).toEqual(shipped.sort());
  for (const [name, checksum] of Object.entries(checksums)) {
    expect(existsSync(`${clipsDir}${name}`)).toBe(true);
    expect(createHash('sha256').update(read(name)).digest('hex')).toBe(checksum);
  }
});
