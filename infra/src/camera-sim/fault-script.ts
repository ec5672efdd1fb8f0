/** One thing that goes wrong with a simulated camera. */
export type CameraFault =
  | { readonly kind: 'cut' | 'freeze' | 'refuse' | 'silence' | 'power' | 'badsdp' | 'badts' | 'heal' }
  | { readonly kind: 'loss' | 'duplicate' | 'reorder'; readonly share: number }
  | { readonly kind: 'jitter' | 'jump' | 'clock'; readonly ms: number }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  | { readonly kind: 'drift'; readonly ppm: number }
  | { readonly kind: 'clip' | 'password'; readonly name: string };

export interface FaultStep {
  readonly fault: CameraFault;
  /** Counted from the start of the script. */
  readonly atMs: number;
  /** After this long it is well again; null: it stays. */
  readonly forMs: number | null;
  /** Comes again and again; null: once. */
  readonly everyMs: number | null;
}

/** A fault script is unreadable; the message quotes the step. */
export class FaultScriptError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FaultScriptError';
  }
}

const MAX_STEPS = 1000;

/**
 * Reads a schedule such as `at 10s cut 3s; at 20s loss 5% 10s; every 60s freeze 2s`: steps apart by `;` or lines, each
 * `[at TIME | every TIME] FAULT [VALUE] [TIME it lasts]`, without `at` at once. Times are `250ms`, `3s`, `2m`, `1h`.
 *
 * `cut` closes its connections and, for a time, refuses new ones; `refuse` only the latter. `freeze` answers but sends
 * nothing, `silence` does not answer either, `power` is silence, then all connections reset and new random numbers.
 * `loss 5%`; over UDP `duplicate 1%`, `reorder 2%`, `jitter 40ms`; over TCP `slow 50000` (bytes a second).
 * `badsdp`, `badts` (random time stamps), `jump +1h` (time stamps leap, for good), `clock -35s` (wrong clock in reports),
 * `drift 200` (millionths), `clip NAME` (an alternative clip in mid-stream), `password TEXT` (and all are cut off),
 * `heal` ends everything that lasts. @param clips names that `clip` may use. @throws FaultScriptError
 */
export function parseFaultScript(text: string, clips: readonly string[]): FaultStep[] {
  const steps = text.split(/[;\n]/).flatMap((part) => {
    const step = part.trim();
    return step === '' || step.startsWith('#') ? [] : [parseStep(step)];
  });
  for (const { fault } of steps) {
    if (fault.kind === 'clip' && !clips.includes(fault.name)) throw new FaultScriptError(`no clip "${fault.name}"`);
  }
  if (steps.length > MAX_STEPS) throw new FaultScriptError(`more than ${MAX_STEPS} steps`);
  return steps;
}

function parseStep(text: string): FaultStep {
  const refuse = (): never => {
    throw new FaultScriptError(`cannot read the step "${text}"`);
  };
  const words = text.split(/\s+/);
  let atMs = 0;
  let everyMs: number | null = null;
  if (words[0] === 'at' || words[0] === 'every') {
    const time = readTime(words[1]) ?? refuse();
    if (time < 0 || (words[0] === 'every' && time < 1)) refuse();
    if (words[0] === 'every') everyMs = time;
    atMs = time;
    words.splice(0, 2);
  }
  const [kind = '', ...rest] = words;
  const { fault, used } = readFault(kind, rest[0]) ?? refuse();
  const lasts = rest[used];
  const forMs = lasts === undefined ? null : (readTime(lasts) ?? refuse());
  if (rest.length > used + 1 || (forMs !== null && forMs < 0)) refuse();
  return { fault, atMs, forMs, everyMs };
}

function readFault(kind: string, value: string | undefined): { fault: CameraFault; used: number } | null {
  switch (kind) {
    case 'cut':
    case 'freeze':
    case 'refuse':
    case 'silence':
    case 'power':
    case 'badsdp':
    case 'badts':
    case 'heal':
      return { fault: { kind }, used: 0 };
    case 'loss':
    case 'duplicate':
    case 'reorder': {
      const share = readShare(value);
      return share === null ? null : { fault: { kind, share }, used: 1 };
    }
    case 'jitter':
    case 'jump':
    case 'clock': {
      const ms = readTime(value);
      return ms === null ? null : { fault: { kind, ms }, used: 1 };
    }
    case 'slow':
      return /^[1-9]\d{0,9}$/.test(value ?? '') ? { fault: { kind, bytesPerSecond: Number(value) }, used: 1 } : null;
    case 'drift':
      return /^[+-]?\d{1,6}$/.test(value ?? '') ? { fault: { kind, ppm: Number(value) }, used: 1 } : null;
    case 'clip':
    case 'password':
      return value === undefined ? null : { fault: { kind, name: value }, used: 1 };
    default:
      return null;
  }
}

function readShare(text: string | undefined): number | null {
  const match = /^(\d{1,3}(?:\.\d{1,4})?)(%?)$/.exec(text ?? '');
  if (match === null) return null;
  const share = Number(match[1]) / (match[2] === '%' ? 100 : 1);
  return share <= 1 ? share : null;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function readTime(text: string | undefined): number | null {
  const match = /^([+-]?\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/.exec(text ?? '');
  const unitMs = UNIT_MS[match?.[2] ?? ''];
  return match === null || unitMs === undefined ? null : Number(match[1]) * unitMs;
}
