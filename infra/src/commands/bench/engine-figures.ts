/** What one engine used while it was watched, summed over its processes. */
export interface Measurement {
  readonly cameras: number;
  /** Length of the watched stretch. */
  readonly wallMs: number;
  readonly cpuSeconds: number;
  /** Largest sums that were seen, see `ProcessUsage`. */
  readonly rssBytes: number;
  readonly pssBytes: number;
}

/** One engine in the result; what README quotes. */
export interface EngineFigures {
  readonly cpuSecondsPerCameraMinute: number;
  readonly rssMbPerCamera: number;
  readonly pssMbPerCamera: number;
}

const MB = 1_000_000;

/** `value` with at most `digits` decimals. */
function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

export function figuresOf({ cameras, wallMs, cpuSeconds, rssBytes, pssBytes }: Measurement): EngineFigures {
  return {
    cpuSecondsPerCameraMinute: rounded((cpuSeconds * 60_000) / wallMs / cameras, 4),
    rssMbPerCamera: rounded(rssBytes / MB / cameras, 2),
    pssMbPerCamera: rounded(pssBytes / MB / cameras, 2),
  };
}

/** How many times of ours the other uses; null when it was not measured or ours is too small to divide by. */
export function ratioOf(other: EngineFigures | null, ours: EngineFigures, figure: keyof EngineFigures): number | null {
  return other === null || ours[figure] <= 0 ? null : rounded(other[figure] / ours[figure], 2);
}
