import type { ApiServer } from '../http/api-server.ts';

export interface RegisteredRoute {
  readonly method: string;
  readonly pattern: string;
}

/** Every route of the server, by address. */
export function registeredRoutes(app: ApiServer): RegisteredRoute[] {
  const found: RegisteredRoute[] = [];
  const path: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const match = /^([│\s]*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?$/.exec(line);
    if (!match) continue;
    const depth = (match[1] ?? '').length / 4;
    path.length = depth;
    path.push(match[2] ?? '');
    for (const method of match[3]?.split(', ') ?? []) found.push({ method, pattern: path.join('') });
  }
  return found.sort((a, b) => `${a.pattern} ${a.method}`.localeCompare(`${b.pattern} ${b.method}`));
}
