/**
 * How many of `cameras` a worker may hold when all living workers share them: level, nobody above its capacity. `mine` is
 * this worker's capacity, `others` those of the rest. The shares of all workers together never fall short of `cameras`
 * unless the capacities do.
 */
export function fairShare(cameras: number, mine: number, others: readonly number[]): number {
  let left = cameras;
  let sharers = others.length + 1;
  for (const capacity of [...others, mine].sort((a, b) => a - b)) {
    const level = Math.ceil(left / sharers);
    // All that remain hold as many: the smallest of them already can.
    if (capacity >= level) return Math.min(mine, level);
    left -= capacity;
    sharers -= 1;
  }
  return mine;
}

/** How far above its share a worker is left alone: moving a camera costs it a second of recording. */
export function slackOf(share: number): number {
  return Math.max(4, Math.ceil(share / 5));
}
