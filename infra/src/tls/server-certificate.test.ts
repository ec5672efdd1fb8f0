import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { loadServerCertificate } from './server-certificate.ts';

const DAY_MS = 24 * 3_600_000;
const START_MS = Date.parse('2026-11-22T00:00:00Z');
let dataDir: string;
let nowMs: number;
const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
const load = (host = '127.0.0.1') =>
  loadServerCertificate({ kind: 'self-signed' }, { dataDir, http: { host, port: 8443, isPortChosen: true } }, clock);

beforeEach(async () => {
  nowMs = START_MS;
  dataDir = await mkdtemp(join(tmpdir(), 'tc-tls-'));
  return () => rm(dataDir, { recursive: true });
});

test('files that are missing, broken or no pair are refused by name', async () => {
  const files = { kind: 'files', certFile: join(dataDir, 'a.pem'), keyFile: join(dataDir, 'b.pem') } as const;
  const config = { dataDir, http: { host: '::', port: 1, isPortChosen: true } };
  await expect(loadServerCertificate(files, config, clock)).rejects.toMatchObject({ code: 'TC_TLS_FILE' });
  const [one, other] = [await load(), await load('10.1.2.3')];
  await writeFile(files.certFile, one.cert);
  await writeFile(files.keyFile, other.key);
  await expect(loadServerCertificate(files, config, clock)).rejects.toThrow('another certificate');
  await writeFile(files.keyFile, one.key);
  expect(await loadServerCertificate(files, config, clock)).toEqual(one);
});

test('a certificate of our own names this machine and only its owner reads the key', async () => {
  const certificate = new X509Certificate((await load('10.1.2.3')).cert);
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.checkIP('10.1.2.3')).toBe('10.1.2.3');
  expect(Date.parse(certificate.validTo) - START_MS).toBeLessThan(398 * DAY_MS);
  expect((await stat(join(dataDir, 'tls', 'key.pem'))).mode & 0o777).toBe(0o600);
});

test('it stays over restarts and is made anew before it ends or when it names too little', async () => {
  const first = await load();
  expect(await load()).toEqual(first);
  expect(await readFile(join(dataDir, 'tls', 'cert.pem'), 'utf8')).toBe(first.cert);
  nowMs += 370 * DAY_MS;
  const second = await load();
  expect(second.cert).not.toBe(first.cert);
  expect((await load('10.1.2.3')).cert).not.toBe(second.cert);
});
