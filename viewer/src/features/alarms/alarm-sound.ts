/** Frequency in Hz, start and length in seconds. */
type Tone = readonly [hz: number, atS: number, lengthS: number];

/** The graver the alarm, the higher and the more often. A notice makes no sound. */
const TONES: Readonly<Record<number, readonly Tone[]>> = {
  2: [[587, 0, 0.18]],
  3: [
    [784, 0, 0.16],
    [784, 0.24, 0.16],
  ],
  4: [
    [988, 0, 0.14],
    [1319, 0.17, 0.14],
    [988, 0.34, 0.14],
    [1319, 0.51, 0.2],
  ],
};
const LOUDNESS = 0.18;
const STORAGE_KEY = 'thapcanh.alarm-sound';

let context: AudioContext | null = null;

export function isSoundOn(): boolean {
  return localStorage.getItem(STORAGE_KEY) !== 'off';
}

export function setSoundOn(isOn: boolean): void {
  localStorage.setItem(STORAGE_KEY, isOn ? 'on' : 'off');
}

/** Plays the tones of that severity; silence while sound is off, or until the person has touched the page. */
export function soundAlarm(severity: number): void {
  const tones = TONES[severity];
  if (tones === undefined || !isSoundOn()) return;
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume().catch(() => undefined);
  const begin = context.currentTime + 0.02;
  for (const [hz, atS, lengthS] of tones) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = hz;
    // Neither end of a tone may crack.
    volume.gain.setValueAtTime(0, begin + atS);
    volume.gain.linearRampToValueAtTime(LOUDNESS, begin + atS + 0.02);
    volume.gain.setValueAtTime(LOUDNESS, begin + atS + lengthS - 0.03);
    volume.gain.linearRampToValueAtTime(0, begin + atS + lengthS);
    tone.connect(volume).connect(context.destination);
    tone.start(begin + atS);
    tone.stop(begin + atS + lengthS);
  }
}
