/** What a key or a few of them ask of a console; `workflows` of a control room: numbers first, no mouse. */
export type ConsoleCommand =
  | { readonly kind: 'select'; readonly tile: number }
  | { readonly kind: 'call'; readonly camera: number }
  | { readonly kind: 'push'; readonly panel: number }
  | { readonly kind: 'preset'; readonly number: number }
  | { readonly kind: 'move'; readonly key: string }
  | { readonly kind: 'memory'; readonly step: -1 | 1 }
  | { readonly kind: 'maximise' | 'back' | 'snapshot' | 'bookmark' | 'incident' | 'replay' | 'lock' | 'return' };

/** A number that is being typed, and what it will be. */
export interface Typed {
  readonly kind: 'tile' | 'call' | 'push';
  readonly digits: string;
}

export interface KeyOutcome {
  readonly typed: Typed | null;
  readonly command: ConsoleCommand | null;
  /** The key meant something here. */
  readonly isTaken: boolean;
}

const MAX_DIGITS = 5;

const SIMPLE: Readonly<Record<string, ConsoleCommand>> = {
  Enter: { kind: 'maximise' },
  Escape: { kind: 'back' },
  '[': { kind: 'memory', step: -1 },
  ']': { kind: 'memory', step: 1 },
  ' ': { kind: 'snapshot' },
  b: { kind: 'bookmark' },
  i: { kind: 'incident' },
  r: { kind: 'replay' },
  k: { kind: 'lock' },
  x: { kind: 'return' },
};

const nothing = (typed: Typed | null, isTaken: boolean): KeyOutcome => ({ typed, command: null, isTaken });

/** One key after what was typed so far. */
export function pressKey(typed: Typed | null, key: string): KeyOutcome {
  if (/^\d$/.test(key)) {
    const { kind, digits } = typed ?? { kind: 'tile', digits: '' };
    return nothing({ kind, digits: (digits + key).slice(-MAX_DIGITS) }, true);
  }
  if (typed !== null && key === 'Escape') return nothing(null, true);
  if (typed !== null && key === 'Backspace') {
    const digits = typed.digits.slice(0, -1);
    return nothing(digits === '' && typed.kind === 'tile' ? null : { ...typed, digits }, true);
  }
  if (typed !== null && key === 'Enter') return { typed: null, command: commandOf(typed), isTaken: true };
  if (key === 'c') return nothing({ kind: 'call', digits: '' }, true);
  if (key === 'w') return nothing({ kind: 'push', digits: '' }, true);
  if (key.startsWith('Arrow')) return { typed: null, command: { kind: 'move', key }, isTaken: true };
  const command = Object.hasOwn(SIMPLE, key) ? SIMPLE[key] : undefined;
  return command === undefined ? nothing(null, false) : { typed: null, command, isTaken: true };
}

/** What was typed when no further key came: a digit by itself is a preset, `w` and a number need no Enter. */
export function restKeys(typed: Typed): ConsoleCommand | null {
  if (typed.kind === 'push') return commandOf(typed);
  if (typed.kind === 'tile' && /^[1-9]$/.test(typed.digits)) return { kind: 'preset', number: Number(typed.digits) };
  return null;
}

function commandOf({ kind, digits }: Typed): ConsoleCommand | null {
  const number = Number(digits);
  if (digits === '' || number === 0) return null;
  if (kind === 'call') return { kind, camera: number };
  return kind === 'push' ? { kind, panel: number } : { kind: 'select', tile: number };
}
