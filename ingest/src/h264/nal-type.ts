/** NAL unit types of ITU-T H.264 table 7-1 and packet types of RFC 6184 table 1 that ingest tells apart. */
export const NAL_SLICE = 1;
export const NAL_IDR_SLICE = 5;
export const NAL_SEI = 6;
export const NAL_SPS = 7;
export const NAL_PPS = 8;
export const PACKET_STAP_A = 24;
export const PACKET_STAP_B = 25;
export const PACKET_MTAP_16 = 26;
export const PACKET_MTAP_24 = 27;
export const PACKET_FU_A = 28;
export const PACKET_FU_B = 29;

export const NAL_TYPE_MASK = 0x1f;

/** Coded slices go into samples; parameter sets live in `avcC`. */
export const isSlice = (type: number): boolean => type === NAL_SLICE || type === NAL_IDR_SLICE;
