/** NAL unit types of ITU-T H.265 table 7-1 and packet types of RFC 7798 4.4 that ingest tells apart. */
export const NAL_RASL_N = 8;
export const NAL_RASL_R = 9;
export const NAL_VPS = 32;
export const NAL_SPS = 33;
export const NAL_PPS = 34;
export const NAL_PREFIX_SEI = 39;
export const NAL_SUFFIX_SEI = 40;
export const PACKET_AP = 48;
export const PACKET_FU = 49;

export const HEADER_BYTES = 2;
const FIRST_IRAP = 16;
const LAST_IRAP = 23;
const LAST_NON_IRAP = 9;

/** The type in the first header byte. */
export const nalType = (first: number): number => (first >> 1) & 0x3f;

/** Random access points: IDR, CRA and BLA pictures. */
export const isKey = (type: number): boolean => type >= FIRST_IRAP && type <= LAST_IRAP;

/** Coded slices that are defined; reserved types are dropped as decoders do. */
export const isSlice = (type: number): boolean => type <= LAST_NON_IRAP || isKey(type);

/** Leading pictures that refer to what was before their random access point. */
export const isSkippedLeading = (type: number): boolean => type === NAL_RASL_N || type === NAL_RASL_R;
