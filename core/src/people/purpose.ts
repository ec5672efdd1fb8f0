/**
 * What cameras are watched for. Each camera serves some, each grant is given for some, and a grant reaches only cameras
 * that serve one of its own: the counters of a one-stop office are not traffic (Luật 91/2025/QH15, Điều 32.3).
 */
export const PURPOSES = [
  'public-order',
  'traffic',
  'urban-order',
  'investigation',
  'one-stop-office',
  'maintenance',
] as const;
export type Purpose = (typeof PURPOSES)[number];

export function isPurpose(text: string): text is Purpose {
  return PURPOSES.some((purpose) => purpose === text);
}
