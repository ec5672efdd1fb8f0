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
