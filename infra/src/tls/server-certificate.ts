import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import path from 'node:path';
import type { Clock } from '@thapcanh/core/time/clock';
import { generate } from 'selfsigned';
import type { Config, TlsConfig } from '../config/config.ts';
import { infraError } from '../errors/infra-errors.ts';
import { errorDetail, systemErrorCode } from '../errors/storage-failure.ts';
import { makeDirectory } from '../files/make-directory.ts';

/** PEM texts. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

const DAY_MS = 24 * 3_600_000;
/** Apple's systems refuse longer ones. */
const VALID_MS = 397 * DAY_MS;
/** A certificate of our own that ends sooner is made anew at the next start. */
const RENEW_BEFORE_MS = 30 * DAY_MS;

/**
 * The certificate of the web server. `files`: as they are, whatever their dates; `self-signed`: made in `<dataDir>/tls`
 * for every name and address of this machine (ECDSA P-256, key readable by its owner only), kept over restarts so that
 * an exception made in a browser lasts, and made anew when it is about to end or does not cover the address listened
 * on. Throws `TC_TLS_FILE`.
 */
export async function loadServerCertificate(
  tls: TlsConfig,
  config: Pick<Config, 'dataDir' | 'http'>,
  clock: Clock,
): Promise<ServerCertificate> {
  if (tls.kind === 'files') return readPair(tls.certFile, tls.keyFile);
  const dir = path.join(config.dataDir, 'tls');
  const [certFile, keyFile] = [path.join(dir, 'cert.pem'), path.join(dir, 'key.pem')];
  const known = await readPair(certFile, keyFile).catch(() => null);
  if (known !== null && isGood(known, config.http.host, clock.nowMs())) return known;
  await makeDirectory(dir);
  await chmod(dir, 0o700);
  const made = await makeCertificate(config.http.host, clock.nowMs());
  await writeWhole(keyFile, made.key);
  await writeWhole(certFile, made.cert);
  return made;
}

async function readPair(certFile: string, keyFile: string): Promise<ServerCertificate> {
  const [cert, key] = await Promise.all([readPem(certFile), readPem(keyFile)]);
  try {
    const isPair = new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
    if (!isPair) throw new Error('the key belongs to another certificate');
  } catch (error) {
    throw infraError('TC_TLS_FILE', { path: certFile, detail: errorDetail(error) }, { cause: error });
  }
  return { cert, key };
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const detail = systemErrorCode(error) ?? errorDetail(error);
    throw infraError('TC_TLS_FILE', { path: file, detail }, { cause: error });
  }
}

function isGood({ cert }: ServerCertificate, host: string, nowMs: number): boolean {
  const known = new X509Certificate(cert);
  const isCurrent = Date.parse(known.validFrom) <= nowMs && Date.parse(known.validTo) - nowMs > RENEW_BEFORE_MS;
  if (!isCurrent || isEverywhere(host)) return isCurrent;
  return (isIP(host) === 0 ? known.checkHost(host) : known.checkIP(host)) !== undefined;
}

const isEverywhere = (host: string): boolean => host === '0.0.0.0' || host === '::';

async function makeCertificate(host: string, nowMs: number): Promise<ServerCertificate> {
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const addresses = own.filter(({ address }) => !address.startsWith('fe80')).map(({ address }) => address);
  const names = new Set(['localhost', '127.0.0.1', hostname(), ...addresses]);
  if (!isEverywhere(host)) names.add(host);
  const altNames = [...names].map((name) =>
    isIP(name) === 0 ? ({ type: 2, value: name } as const) : ({ type: 7, ip: name } as const),
  );
  const { cert, private: key } = await generate([{ name: 'commonName', value: hostname() }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(nowMs - DAY_MS),
    notAfterDate: new Date(nowMs - DAY_MS + VALID_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { cert, key };
}

async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.part`;
  await writeFile(draft, text, { mode: 0o600, flush: true });
  await rename(draft, file);
}
