import type { PlateGround } from '../passages/passage.ts';

/** Stable names of the plate kinds; stored in passages, never renamed. */
export type PlateKindId =
  | 'car'
  | 'car-commercial'
  | 'car-state'
  | 'motorbike'
  | 'motorbike-old'
  | 'motorbike-state'
  | 'motorbike-electric'
  | 'moped-old'
  | 'military'
  | 'diplomatic'
  | 'special'
  | 'temporary';

/**
 * One kind of plate as the regulations describe it. Dates are the days of issue: a plate issued before `issuedTo`
 * stays valid after it.
 */
export interface PlateKind {
  readonly id: PlateKindId;
  readonly vi: string;
  readonly en: string;
  /** Ground colours this kind is made in. */
  readonly grounds: readonly Exclude<PlateGround, 'unknown'>[];
  /** How many text lines this kind is made in. */
  readonly lines: readonly (1 | 2)[];
  /**
   * The printed layouts, one character a place: `p` province digit, `s` series letter, `t` second series letter,
   * `g` state series letter, `u` army unit letter, `d` digit 1-9, `n` digit 0-9; capitals stand for themselves and
   * `-`, `.`, space are printed separators.
   */
  readonly layouts: readonly string[];
  /** First day of issue, ISO date, or null where it reaches back beyond the sources. */
  readonly issuedFrom: string | null;
  /** Last day of issue, ISO date, or null while it is issued. */
  readonly issuedTo: string | null;
  readonly source: string;
}

const TT79 = 'TT 79/2024/TT-BCA (amended by TT 13/2025, TT 51/2025), QCVN 08:2024/BCA';
const BEFORE_OWNER_PLATES = 'TT 24/2023/TT-BCA replaced this series on 2023-08-15; TT 58/2020/TT-BCA described it';

/** First series letter: 20 letters, without I J O Q R W. */
export const SERIES_LETTERS = 'ABCDEFGHKLMNPSTUVXYZ';
/** Second motorbike letter: the sources disagree on R and G, so both are taken (21 letters) and reported. */
export const SECOND_SERIES_LETTERS = 'ABCDEFGHKLMNPRSTUVXYZ';
export const DISPUTED_SECOND_LETTERS = 'RG';
/** Series of the State, the Party and the police on blue plates. */
export const STATE_SERIES_LETTERS = 'ABCDEFGHKLM';

/** Series that are words, on white plates; `CT` and `LB` exist, their meaning is not published. */
export const SPECIAL_SERIES: Readonly<Record<string, { readonly vi: string; readonly en: string }>> = {
  LD: { vi: 'Liên doanh, vốn nước ngoài', en: 'Foreign-invested' },
  DA: { vi: 'Dự án', en: 'Project' },
  KT: { vi: 'Doanh nghiệp quân đội', en: 'Army enterprise' },
  HC: { vi: 'Hạn chế phạm vi hoạt động', en: 'Restricted area' },
  MK: { vi: 'Máy kéo', en: 'Tractor' },
  CD: { vi: 'Xe máy chuyên dùng', en: 'Special machine' },
  TĐ: { vi: 'Thí điểm', en: 'Pilot' },
  R: { vi: 'Rơ moóc', en: 'Trailer' },
  RM: { vi: 'Rơ moóc', en: 'Trailer' },
  CT: { vi: 'Sê-ri CT', en: 'Series CT' },
  LB: { vi: 'Sê-ri LB', en: 'Series LB' },
};

const specialLayouts = Object.keys(SPECIAL_SERIES).flatMap((series) => [`pp${series}-nnn.nn`, `pp${series}-nnnn`]);

const diplomaticLayouts = ['NG', 'QT', 'CV', 'NN'].flatMap((letters) => [
  `pp-nnn-${letters}-nn`,
  `pp-nnn-${letters}-nnn`,
  `pp-${letters}-nnn-nn`,
  `pp-${letters}-nnn-nnn`,
]);

/** In the order of likelihood where text and ground fit several. */
export const PLATE_KINDS: readonly PlateKind[] = [
  {
    id: 'car',
    vi: 'Ô tô',
    en: 'Car',
    grounds: ['white'],
    lines: [1, 2],
    layouts: ['pps-nnn.nn', 'pps-nnnn'],
    issuedFrom: null,
    issuedTo: null,
    source: TT79,
  },
  {
    id: 'motorbike-old',
    vi: 'Mô tô, xe máy (sê-ri chữ và số)',
    en: 'Motorbike (letter and digit series)',
    grounds: ['white', 'yellow'],
    lines: [2],
    layouts: ['pp-sd nnn.nn', 'pp-sd nnnn'],
    issuedFrom: null,
    issuedTo: '2023-08-14',
    source: BEFORE_OWNER_PLATES,
  },
  {
    id: 'motorbike',
    vi: 'Mô tô, xe máy',
    en: 'Motorbike',
    grounds: ['white', 'yellow'],
    lines: [2],
    layouts: ['pp-st nnn.nn'],
    issuedFrom: null,
    issuedTo: null,
    source: `${TT79}; before 2023-08-15 two letters meant 50 cc and less`,
  },
  {
    id: 'car-commercial',
    vi: 'Ô tô kinh doanh vận tải',
    en: 'Commercial transport',
    grounds: ['yellow'],
    lines: [1, 2],
    layouts: ['pps-nnn.nn', 'pps-nnnn'],
    issuedFrom: '2020-08-01',
    issuedTo: null,
    source: `${TT79}; yellow ground since TT 58/2020/TT-BCA`,
  },
  {
    id: 'car-state',
    vi: 'Ô tô cơ quan nhà nước',
    en: 'State vehicle',
    grounds: ['blue'],
    lines: [1, 2],
    layouts: ['ppg-nnn.nn', 'ppg-nnnn', 'ppCD-nnn.nn', 'ppCD-nnnn'],
    issuedFrom: null,
    issuedTo: null,
    source: TT79,
  },
  {
    id: 'motorbike-state',
    vi: 'Mô tô cơ quan nhà nước',
    en: 'State motorbike',
    grounds: ['blue'],
    lines: [2],
    layouts: ['pp-gd nnn.nn', 'pp-gd nnnn'],
    issuedFrom: null,
    issuedTo: null,
    source: TT79,
  },
  {
    id: 'motorbike-electric',
    vi: 'Xe máy điện',
    en: 'Electric motorbike',
    grounds: ['white'],
    lines: [2],
    layouts: ['pp-MĐd nnn.nn', 'pp-MĐ nnn.nn'],
    issuedFrom: null,
    issuedTo: null,
    source: TT79,
  },
  {
    id: 'military',
    vi: 'Xe quân sự',
    en: 'Military',
    grounds: ['red'],
    lines: [1, 2],
    layouts: ['uu-nn-nn', 'uu-nn-nnn', 'uu-nn-nn-nn'],
    issuedFrom: null,
    issuedTo: null,
    source: 'TT 169/2021/TT-BQP: two unit letters and four digits; longer numbers are taken and reported',
  },
  {
    id: 'special',
    vi: 'Sê-ri riêng',
    en: 'Special series',
    grounds: ['white'],
    lines: [1, 2],
    layouts: specialLayouts,
    issuedFrom: null,
    issuedTo: null,
    source: TT79,
  },
  {
    id: 'moped-old',
    vi: 'Xe gắn máy (hai chữ, bốn số)',
    en: 'Moped (two letters, four digits)',
    grounds: ['white'],
    lines: [2],
    layouts: ['pp-st nnnn'],
    issuedFrom: null,
    issuedTo: '2023-08-14',
    source: `${BEFORE_OWNER_PLATES}; four digits as seen on plates still in use`,
  },
  {
    id: 'diplomatic',
    vi: 'Ngoại giao, quốc tế',
    en: 'Diplomatic, international',
    grounds: ['white'],
    lines: [1, 2],
    layouts: diplomaticLayouts,
    issuedFrom: null,
    issuedTo: null,
    source: `${TT79}; country code before or after the letters, both orders are seen`,
  },
  {
    id: 'temporary',
    vi: 'Tạm thời',
    en: 'Temporary',
    grounds: ['white'],
    lines: [1, 2],
    layouts: ['Tpp-nnn.nn', 'Tpp-nnnn'],
    issuedFrom: null,
    issuedTo: null,
    source: TT79,
  },
];
