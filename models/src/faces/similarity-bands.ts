import type { LocalText } from '@thapcanh/core/errors/app-error';

export type SimilarityBandName = 'very-likely' | 'likely' | 'possible' | 'none';

/** What a cosine between two face vectors is worth. */
export interface SimilarityBand {
  readonly name: SimilarityBandName;
  /** From this cosine on, up to the next band; -1 for the last. */
  readonly minCosine: number;
  /** Of pairs of different people, at most this share reaches this band or a higher one, rounded up to a power of ten, 0..1. */
  readonly falseAcceptRate: number;
  /** Of pairs of one person, the share that does. */
  readonly trueAcceptRate: number;
  /** For the officer. */
  readonly text: LocalText;
}

/** Bands of one embedder, measured once on one set of faces. */
export interface SimilarityBandTable {
  /** Manifest id: cosines of another model mean something else. */
  readonly modelId: string;
  /** Day of the measurement, `YYYY-MM-DD`. */
  readonly measuredOn: string;
  readonly source: LocalText;
  /** By falling `minCosine`. */
  readonly bands: readonly SimilarityBand[];
}

/** Shown wherever candidates are shown. */
export const FACE_CANDIDATE_NOTICE: LocalText = {
  vi: 'Kết quả so khuôn mặt do máy tính xếp hạng, chỉ là gợi ý để tra cứu, không phải kết luận về danh tính. Cán bộ phải tự đối chiếu ảnh gốc và nguồn khác, rồi ghi lý do trước khi xác nhận hoặc bác bỏ.',
  en: 'Face candidates are ranked by a computer. They are leads to look into, never a verdict about identity. An officer must compare the original pictures and other sources, and write down why, before confirming or rejecting one.',
};

/** The band of a cosine; one that is not a number is `none`. */
export function similarityBandOf(cosine: number, { bands }: SimilarityBandTable): SimilarityBand {
  const band = bands.find(({ minCosine }) => cosine >= minCosine) ?? bands.at(-1);
  if (band === undefined) throw new RangeError('a table of bands must not be empty');
  return band;
}
