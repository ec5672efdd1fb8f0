import { cityToEnvironment, parseCity } from './city-settings.ts';
import type { CityConfig, Config, ModelsConfig, OidcConfig, RoleName, TlsConfig, WebrtcConfig } from './config.ts';
import { badValue, missingValue, unknownKey } from './config-refusals.ts';
import { modelsToEnvironment, parseModels } from './model-settings.ts';
import { OIDC_VARIABLES, oidcToEnvironment, parseOidc } from './oidc-settings.ts';
import {
  isLogLevel,
  LOG_LEVELS,
  parseCount,
  parseHostPort,
  parseNodeId,
  parsePort,
  parseRoles,
  parseSecretKey,
  parseSwitch,
  parseUrl,
} from './setting-values.ts';
import { parseTls, parseWebrtc, tlsToEnvironment, webrtcToEnvironment } from './tls-settings.ts';

/** Every variable this program reads. Other `THAPCANH_*` names are refused, except `THAPCANH_TEST_*`. */
export const VARIABLES = [
  'THAPCANH_DATA_DIR',
  'THAPCANH_RUN_DIR',
  'THAPCANH_FRAMES_DIR',
  'THAPCANH_RECORDINGS_DIR',
  'THAPCANH_OBJECTS_DIR',
  'THAPCANH_HOST',
  'THAPCANH_PORT',
  'THAPCANH_TLS',
  'THAPCANH_TLS_CERT',
  'THAPCANH_TLS_KEY',
  'THAPCANH_WEBRTC_ADDRESSES',
  'THAPCANH_WEBRTC_PORTS',
  'THAPCANH_ROLES',
  'THAPCANH_CAMERAS',
  'THAPCANH_DEMO',
  'THAPCANH_LOG_LEVEL',
  'THAPCANH_SECRET_KEY',
  'THAPCANH_NODE_ID',
  'THAPCANH_WORKERS',
  'THAPCANH_WORKER_SLOT',
  'THAPCANH_MEDIA_ADDRESS',
  'THAPCANH_DETECTOR',
  'THAPCANH_MODELS_FILE',
  'THAPCANH_MODEL_PROVIDER',
  'THAPCANH_MAP_DIR',
  'THAPCANH_CITIZEN_REPORTS',
  'THAPCANH_REPORT_DAYS',
  ...OIDC_VARIABLES,
  'DATABASE_URL',
  'THAPCANH_DATABASE_API_URL',
  'REDIS_URL',
  'S3_ENDPOINT',
  'S3_REGION',
  'S3_BUCKET',
  'S3_ACCESS_KEY',
  'S3_SECRET_KEY',
] as const;

type Variable = (typeof VARIABLES)[number];
type S3Config = Extract<Config['objects'], { kind: 's3' }>;

/** The environment's say, checked; null where a variable is not set. */
export interface EnvironmentSettings {
  readonly dataDir: string | null;
  readonly runDir: string | null;
  readonly framesDir: string | null;
  readonly recordingsDir: string | null;
  readonly objectsDir: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly roles: readonly RoleName[] | null;
  readonly camerasFile: string | null;
  readonly isDemoAllowed: boolean;
  readonly logLevel: Config['logLevel'] | null;
  readonly secretKey: string | null;
  readonly nodeId: string | null;
  readonly workerCount: number | null;
  readonly workerSlot: number | null;
  readonly mediaAddress: Config['mediaAddress'];
  readonly tls: TlsConfig | null;
  readonly webrtc: WebrtcConfig | null;
  readonly oidc: OidcConfig | null;
  readonly models: ModelsConfig | null;
  readonly city: CityConfig;
  readonly databaseUrl: string | null;
  readonly databaseApiUrl: string | null;
  readonly redisUrl: string | null;
  readonly s3: S3Config | null;
}

const WHERE = 'environment';
/** More processes than a machine has use for are a slip of the finger. */
const MAX_WORKERS = 64;

export function parseEnvironment(env: Readonly<Record<string, string | undefined>>): EnvironmentSettings {
  for (const name of Object.keys(env)) {
    if (!name.startsWith('THAPCANH_') || name.startsWith('THAPCANH_TEST_')) continue;
    if (!VARIABLES.some((known) => known === name)) throw unknownKey(WHERE, name, VARIABLES);
  }
  const text = (name: Variable): string | null => {
    const value = env[name]?.trim();
    return value === undefined || value === '' ? null : value;
  };
  const parsed = <T>(name: Variable, parse: (where: string, key: string, value: string) => T): T | null => {
    const value = text(name);
    return value === null ? null : parse(WHERE, name, value);
  };
  return {
    dataDir: text('THAPCANH_DATA_DIR'),
    runDir: text('THAPCANH_RUN_DIR'),
    framesDir: text('THAPCANH_FRAMES_DIR'),
    recordingsDir: text('THAPCANH_RECORDINGS_DIR'),
    objectsDir: text('THAPCANH_OBJECTS_DIR'),
    host: text('THAPCANH_HOST'),
    port: parsed('THAPCANH_PORT', parsePort),
    roles: parsed('THAPCANH_ROLES', parseRoles),
    camerasFile: text('THAPCANH_CAMERAS'),
    isDemoAllowed: parsed('THAPCANH_DEMO', parseSwitch) ?? true,
    logLevel: parsed('THAPCANH_LOG_LEVEL', parseLogLevel),
    secretKey: parsed('THAPCANH_SECRET_KEY', parseSecretKey),
    nodeId: parsed('THAPCANH_NODE_ID', parseNodeId),
    workerCount: parsed('THAPCANH_WORKERS', (...value) => parseCount(...value, { min: 1, max: MAX_WORKERS })),
    workerSlot: parsed('THAPCANH_WORKER_SLOT', (...value) => parseCount(...value, { min: 0, max: MAX_WORKERS - 1 })),
    mediaAddress: parsed('THAPCANH_MEDIA_ADDRESS', parseHostPort),
    tls: parseTls(WHERE, text),
    webrtc: parseWebrtc(WHERE, text),
    oidc: parseOidc(WHERE, text),
    models: parseModels(WHERE, text),
    city: parseCity(WHERE, text),
    databaseUrl: parsed('DATABASE_URL', (where, key, value) => parseUrl(where, key, value, ['postgresql', 'postgres'])),
    databaseApiUrl: parsed('THAPCANH_DATABASE_API_URL', (where, key, value) =>
      parseUrl(where, key, value, ['postgresql', 'postgres']),
    ),
    redisUrl: parsed('REDIS_URL', (where, key, value) => parseUrl(where, key, value, ['redis', 'rediss', 'unix'])),
    s3: parseS3(text),
  };
}

function parseLogLevel(where: string, key: string, value: string): Config['logLevel'] {
  if (isLogLevel(value)) return value;
  const all = LOG_LEVELS.join(', ');
  throw badValue(where, key, value, { vi: `một trong ${all}`, en: `one of ${all}` });
}

/** S3 is chosen by its endpoint; then bucket and keys are needed too. */
function parseS3(text: (name: Variable) => string | null): S3Config | null {
  const endpoint = text('S3_ENDPOINT');
  if (endpoint === null) return null;
  const needed = (name: Variable): string => {
    const value = text(name);
    if (value !== null) return value;
    throw missingValue(WHERE, name, { vi: 'giá trị này khi có S3_ENDPOINT', en: 'it whenever S3_ENDPOINT is set' });
  };
  return {
    kind: 's3',
    endpoint: parseUrl(WHERE, 'S3_ENDPOINT', endpoint, ['http', 'https']),
    region: text('S3_REGION') ?? 'us-east-1',
    bucket: needed('S3_BUCKET'),
    accessKey: needed('S3_ACCESS_KEY'),
    secretKey: needed('S3_SECRET_KEY'),
  };
}

/** The variables from which `loadConfig` in a child process makes the same configuration; cameras are not passed on. */
export function configToEnvironment(config: Config): Partial<Record<Variable, string>> {
  const { objects, mediaAddress } = config;
  return {
    THAPCANH_DATA_DIR: config.dataDir,
    THAPCANH_RUN_DIR: config.runDir,
    THAPCANH_FRAMES_DIR: config.framesDir,
    THAPCANH_RECORDINGS_DIR: config.recordingsDir,
    THAPCANH_HOST: config.http.host,
    THAPCANH_PORT: String(config.http.port),
    ...tlsToEnvironment(config.http.tls),
    ...webrtcToEnvironment(config.webrtc),
    ...oidcToEnvironment(config.oidc),
    ...modelsToEnvironment(config.models),
    ...cityToEnvironment(config.city),
    THAPCANH_ROLES: config.roles.join(','),
    THAPCANH_DEMO: config.isDemoAllowed ? 'on' : 'off',
    THAPCANH_LOG_LEVEL: config.logLevel,
    THAPCANH_WORKER_SLOT: String(config.workerSlot),
    ...(config.workerCount === null ? {} : { THAPCANH_WORKERS: String(config.workerCount) }),
    ...(config.nodeId === null ? {} : { THAPCANH_NODE_ID: config.nodeId }),
    ...(mediaAddress === null ? {} : { THAPCANH_MEDIA_ADDRESS: hostPort(mediaAddress) }),
    ...(config.secretKey === null ? {} : { THAPCANH_SECRET_KEY: config.secretKey }),
    ...(config.databaseUrl === null ? {} : { DATABASE_URL: config.databaseUrl }),
    ...(config.databaseApiUrl === undefined ? {} : { THAPCANH_DATABASE_API_URL: config.databaseApiUrl }),
    ...(config.redisUrl === null ? {} : { REDIS_URL: config.redisUrl }),
    ...(objects.kind === 'file-system'
      ? { THAPCANH_OBJECTS_DIR: objects.dir }
      : {
          S3_ENDPOINT: objects.endpoint,
          S3_REGION: objects.region,
          S3_BUCKET: objects.bucket,
          S3_ACCESS_KEY: objects.accessKey,
          S3_SECRET_KEY: objects.secretKey,
        }),
  };
}

/** `host:port`, an IPv6 address in brackets. */
export function hostPort({ host, port }: { readonly host: string; readonly port: number }): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
