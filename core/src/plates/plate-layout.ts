import { lookAlikeDigit, lookAlikeLetter } from './plate-confusables.ts';
import {
  PLATE_KINDS,
  type PlateKind,
  SECOND_SERIES_LETTERS,
  SERIES_LETTERS,
  STATE_SERIES_LETTERS,
} from './plate-kinds.ts';

/** A printed layout taken apart. */
export interface PlateLayout {
  readonly kind: PlateKind;
  /** Place of the kind in the table: the smaller, the likelier. */
  readonly priority: number;
  readonly printed: string;
  /** One code a character, separators left out. */
  readonly places: readonly string[];
  /** Index of the first character of the running number. */
  readonly numberStart: number;
}

export interface LayoutMatch {
  readonly layout: PlateLayout;
  readonly text: string;
  readonly repairs: number;
  /** `D` taken for the `Đ` that only this layout has. */
  readonly folds: number;
}

interface PlaceMatch {
  readonly char: string;
  readonly repaired: boolean;
  readonly folded: boolean;
}

const REPAIRED_M: PlaceMatch = { char: 'M', repaired: true, folded: false };
const DIGITS = '0123456789';
const UNIT_LETTERS = 'ABCDEFGHKLMNPQRSTUVXYZ';
const PLACES: Readonly<Record<string, { readonly allowed: string; readonly lookAlike: typeof lookAlikeDigit }>> = {
  p: { allowed: DIGITS, lookAlike: lookAlikeDigit },
  n: { allowed: DIGITS, lookAlike: lookAlikeDigit },
  d: { allowed: '123456789', lookAlike: lookAlikeDigit },
  s: { allowed: SERIES_LETTERS, lookAlike: lookAlikeLetter },
  t: { allowed: SECOND_SERIES_LETTERS, lookAlike: lookAlikeLetter },
  g: { allowed: STATE_SERIES_LETTERS, lookAlike: lookAlikeLetter },
  u: { allowed: UNIT_LETTERS, lookAlike: lookAlikeLetter },
};

function takeApart(kind: PlateKind, priority: number, printed: string): PlateLayout {
  const places = [...printed.replace(/[-. ]/g, '')];
  const lastNonDigit = places.findLastIndex((place) => place !== 'n');
  return { kind, priority, printed, places, numberStart: lastNonDigit + 1 };
}

const LAYOUTS_BY_LENGTH: ReadonlyMap<number, readonly PlateLayout[]> = (() => {
  const byLength = new Map<number, PlateLayout[]>();
  for (const [priority, kind] of PLATE_KINDS.entries()) {
    for (const printed of kind.layouts) {
      const layout = takeApart(kind, priority, printed);
      byLength.set(layout.places.length, [...(byLength.get(layout.places.length) ?? []), layout]);
    }
  }
  return byLength;
})();

function matchLiteral(place: string, char: string): PlaceMatch | null {
  if (char === place) return { char, repaired: false, folded: false };
  const letter = place === 'Đ' ? 'D' : place;
  if (char !== letter && lookAlikeLetter(char) !== letter) return null;
  return { char: place, repaired: char !== letter, folded: place === 'Đ' };
}

function matchPlace(place: string, char: string): PlaceMatch | null {
  const rule = PLACES[place];
  if (rule === undefined) return matchLiteral(place, char);
  if (rule.allowed.includes(char)) return { char, repaired: false, folded: false };
  const lookAlike = rule.lookAlike(char);
  if (lookAlike === null || !rule.allowed.includes(lookAlike)) return null;
  return { char: lookAlike, repaired: true, folded: false };
}

function matchLayout(layout: PlateLayout, characters: string): LayoutMatch | null {
  let text = '';
  let repairs = 0;
  let folds = 0;
  // Ten characters of a motorbike can only be the electric series, so an N or H there is its M.
  const isElectricOnly = layout.kind.id === 'motorbike-electric' && layout.places.length === 10;
  for (const [index, place] of layout.places.entries()) {
    const char = characters[index] ?? '';
    const match =
      matchPlace(place, char) ?? (isElectricOnly && place === 'M' && 'NH'.includes(char) ? REPAIRED_M : null);
    if (match === null) return null;
    text += match.char;
    if (match.repaired) repairs += 1;
    if (match.folded) folds += 1;
  }
  return { layout, text, repairs, folds };
}

/** Every layout that these characters fill, look-alikes repaired by place, in the order of the kinds' table. */
export function matchLayouts(characters: string): LayoutMatch[] {
  return (LAYOUTS_BY_LENGTH.get(characters.length) ?? []).flatMap((layout) => matchLayout(layout, characters) ?? []);
}

/** Writes a canonical text into a layout's separators. */
export function printInLayout(layout: PlateLayout, text: string): string {
  let index = 0;
  return layout.printed.replace(/[^-. ]/g, () => text[index++] ?? '');
}
