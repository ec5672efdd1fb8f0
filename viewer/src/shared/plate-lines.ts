/**
 * The text lines of a plate as it was seen. A motorbike's text has a space where its line breaks; a car's short plate
 * breaks at its last dash: `75A-264.38` hangs as `75A` over `264.38`.
 */
export function plateLines(display: string, lineCount: 1 | 2): string[] {
  if (lineCount === 1) return [display.replace(' ', '')];
  const spaced = display.split(' ');
  if (spaced.length > 1) return [spaced[0] ?? '', spaced.slice(1).join(' ')];
  const dashAt = display.lastIndexOf('-');
  return dashAt > 0 ? [display.slice(0, dashAt), display.slice(dashAt + 1)] : [display];
}
