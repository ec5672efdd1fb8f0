import { access } from 'node:fs/promises';
import path from 'node:path';
import { isCameraAddress, shownAddress } from './camera-address.ts';
import { seedsOfUrls } from './camera-seed.ts';
import { readCamerasFile } from './cameras-file.ts';
import { absoluteCity } from './city-settings.ts';
import { COMMAND, parseCommandLine } from './command-line.ts';
import type { CameraSeed, Config } from './config.ts';
import { badValue } from './config-refusals.ts';
import { defaultDataDir, defaultFramesDir, defaultRunDir } from './default-places.ts';
import { parseEnvironment } from './environment.ts';
import { absoluteModels } from './model-settings.ts';
import { ROLE_NAMES } from './setting-values.ts';
import { absoluteTls } from './tls-settings.ts';

/** Where settings come from; the command line wins over the environment, both over the defaults. */
export interface ConfigSources {
  /** Arguments after the script name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly isRoot: boolean;
}

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 8080;
const CAMERAS_FILE = 'cameras.yaml';

/** The sources of this process. */
export function processSources(): ConfigSources {
  return { args: process.argv.slice(2), env: process.env, cwd: process.cwd(), isRoot: process.getuid?.() === 0 };
}

/** Resolves the configuration. Creates nothing; refuses anything it does not understand with `TC_CONFIG_*`. */
export async function loadConfig(sources: ConfigSources): Promise<Config> {
  const line = parseCommandLine(sources.args);
  const env = parseEnvironment(sources.env);
  const absolute = (dir: string): string => path.resolve(sources.cwd, dir);
  const dataDir = absolute(line.dataDir ?? env.dataDir ?? defaultDataDir(sources.cwd, sources.isRoot));
  const port = line.port ?? env.port;
  return freezeDeep<Config>({
    dataDir,
    runDir: absolute(env.runDir ?? defaultRunDir(dataDir)),
    http: {
      host: line.host ?? env.host ?? DEFAULT_HOST,
      port: port ?? DEFAULT_PORT,
      isPortChosen: port !== null,
      ...(env.tls === null ? {} : { tls: absoluteTls(env.tls, absolute) }),
    },
    ...(env.webrtc === null ? {} : { webrtc: env.webrtc }),
    ...(env.oidc === null ? {} : { oidc: env.oidc }),
    ...(env.models === null ? {} : { models: absoluteModels(env.models, absolute) }),
    city: absoluteCity(env.city, absolute),
    databaseUrl: env.databaseUrl,
    ...(env.databaseApiUrl === null ? {} : { databaseApiUrl: env.databaseApiUrl }),
    redisUrl: env.redisUrl,
    objects: env.s3 ?? { kind: 'file-system', dir: absolute(env.objectsDir ?? path.join(dataDir, 'objects')) },
    framesDir: absolute(env.framesDir ?? defaultFramesDir(dataDir)),
    recordingsDir: absolute(env.recordingsDir ?? path.join(dataDir, 'recordings')),
    secretKey: env.secretKey,
    nodeId: env.nodeId,
    workerCount: env.workerCount,
    workerSlot: env.workerSlot ?? 0,
    mediaAddress: env.mediaAddress,
    roles: env.roles ?? ROLE_NAMES,
    cameras: await loadSeeds(line.cameraUrls, line.camerasFile ?? env.camerasFile, [sources.cwd, dataDir]),
    isDemoAllowed: env.isDemoAllowed && !line.isDemoRefused,
    logLevel: line.logLevel ?? env.logLevel ?? 'info',
  });
}

/** A file that was named must exist; the usual one is read where it is found first. */
async function loadSeeds(
  urls: readonly string[],
  namedFile: string | null,
  usualDirs: readonly [string, string],
): Promise<CameraSeed[]> {
  const wrong = urls.find((url) => !isCameraAddress(url));
  if (wrong !== undefined) {
    throw badValue(COMMAND, '--camera', shownAddress(wrong), {
      vi: 'địa chỉ rtsp://máy:554/đường-dẫn',
      en: 'an address like rtsp://host:554/path',
    });
  }
  const fromUrls = seedsOfUrls(urls);
  const file = namedFile === null ? await findFirst(usualDirs) : path.resolve(usualDirs[0], namedFile);
  const fromFile = file === null ? [] : await readCamerasFile(file);
  const typed = new Set(fromUrls.map((seed) => seed.id));
  return [...fromUrls, ...fromFile.filter((seed) => !typed.has(seed.id))];
}

async function findFirst(dirs: readonly string[]): Promise<string | null> {
  for (const dir of dirs) {
    const file = path.join(dir, CAMERAS_FILE);
    try {
      await access(file);
      return file;
    } catch {
      // The usual file is optional.
    }
  }
  return null;
}

function freezeDeep<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) freezeDeep(item);
    Object.freeze(value);
  }
  return value;
}
