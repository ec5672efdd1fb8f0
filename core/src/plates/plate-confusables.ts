/** Letters that recognisers return where a digit stands. */
const DIGIT_FOR: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  Đ: '0',
  I: '1',
  L: '1',
  T: '1',
  Z: '2',
  A: '4',
  S: '5',
  G: '6',
  B: '8',
};

/** Digits and unused letters that recognisers return where a series letter stands. */
const LETTER_FOR: Readonly<Record<string, string>> = {
  '0': 'D',
  O: 'D',
  Q: 'D',
  Đ: 'D',
  '2': 'Z',
  '4': 'A',
  '5': 'S',
  '6': 'G',
  '8': 'B',
};

/** The digit that looks like this letter, or null. */
export function lookAlikeDigit(char: string): string | null {
  return DIGIT_FOR[char] ?? null;
}

/** The series letter that looks like this character, or null. */
export function lookAlikeLetter(char: string): string | null {
  return LETTER_FOR[char] ?? null;
}

// Measured on Vietnamese plates: the long flag makes 1 a 7 or T; then D/0, M/N/H, K/X, C/D, 8/B and the classic pairs.
const MISREAD_PAIRS =
  '17 1T 1L 1I 7T 0D 0O 0Q DO DQ OQ DĐ 0Đ CD C0 CG MN MH NH MD KX 8B 8S 38 68 80 89 5S 56 S6 6G 2Z 27 4A 98 90 UV VY PF EF LE';

const MISREADS: ReadonlyMap<string, ReadonlySet<string>> = (() => {
  const misreads = new Map<string, Set<string>>();
  const add = (of: string, as: string): void => {
    misreads.set(of, (misreads.get(of) ?? new Set()).add(as));
  };
  for (const [one = '', other = ''] of MISREAD_PAIRS.split(' ')) {
    add(one, other);
    add(other, one);
  }
  return misreads;
})();

const NONE: ReadonlySet<string> = new Set();

/** The characters that readers are known to return for this one, and this one for them. */
export function misreadsOf(char: string): ReadonlySet<string> {
  return MISREADS.get(char) ?? NONE;
}
