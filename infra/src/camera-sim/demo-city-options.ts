import { demoClipDir } from './demo-city.ts';

/** How the demo city is run as a process of its own. */
export interface DemoCityOptions {
  /** Address to listen on. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Whether another port will do when that one is taken. */
  readonly isPortPreferred: boolean;
  readonly clipDir: string;
  /** Digest credentials of every stream; null leaves them open. */
  readonly credentials: { readonly username: string; readonly password: string } | null;
}

/** A setting of the demo city is unusable; the message names it, without its value. */
export class DemoCityOptionsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DemoCityOptionsError';
  }
}

const NAMES = ['host', 'port', 'isPortPreferred', 'clipDir', 'username', 'password'];

/**
 * Reads `{ host?, port?, isPortPreferred?, clipDir?, username?, password? }` strictly. Defaults: 127.0.0.1, any port,
 * the shipped clips, no credentials. @throws DemoCityOptionsError for unknown names and wrong values.
 */
export function parseDemoCityOptions(value: unknown): DemoCityOptions {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DemoCityOptionsError('the options must be an object');
  }
  const given = new Map<string, unknown>(Object.entries(value));
  for (const name of given.keys()) {
    if (!NAMES.includes(name)) throw new DemoCityOptionsError(`unknown option "${name}", known: ${NAMES.join(', ')}`);
  }
  const port = given.get('port') ?? 0;
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new DemoCityOptionsError('"port" must be a whole number from 0 to 65535');
  }
  const isPortPreferred = given.get('isPortPreferred') ?? false;
  if (typeof isPortPreferred !== 'boolean') throw new DemoCityOptionsError('"isPortPreferred" must be true or false');
  const username = readText(given, 'username');
  const password = readText(given, 'password');
  if ((username === null) !== (password === null)) {
    throw new DemoCityOptionsError('"username" and "password" belong together');
  }
  return {
    host: readText(given, 'host') ?? '127.0.0.1',
    port,
    isPortPreferred,
    clipDir: readText(given, 'clipDir') ?? demoClipDir(),
    credentials: username === null || password === null ? null : { username, password },
  };
}

function readText(given: ReadonlyMap<string, unknown>, name: string): string | null {
  const value = given.get(name);
  if (value === undefined) return null;
  if (typeof value !== 'string' || value === '') throw new DemoCityOptionsError(`"${name}" must be a text`);
  return value;
}
