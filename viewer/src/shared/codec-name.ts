/** The everyday name of a video codec string (RFC 6381): `avc1.64001f` is H.264. An unknown one stays as it is. */
export function codecName(codec: string): string {
  if (/^avc[13]\b/.test(codec)) return 'H.264';
  return /^(?:hvc1|hev1)\b/.test(codec) ? 'H.265' : codec;
}
