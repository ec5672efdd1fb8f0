import type { SimilarityBandTable } from './similarity-bands.ts';

/** Bands of the model `fr-feature`, printed by `calibrate.ts` and rounded to what so few faces can say. */
export const FR_FEATURE_BANDS: SimilarityBandTable = {
  modelId: 'fr-feature',
  measuredOn: '2026-11-22',
  source: {
    vi: 'Đo trên 368 ảnh xám của 80 người trong bộ LFW (672 cặp cùng người, 66.856 cặp khác người), phần lớn là đàn ông phương Tây nhìn thẳng, không phải ảnh camera. Chưa đo trên khuôn mặt người Việt Nam: tỷ lệ nhầm thật có thể cao hơn nhiều.',
    en: 'Measured on 368 grey pictures of 80 people of LFW (672 pairs of one person, 66,856 of two), mostly Western men who look into the lens, no camera pictures. Not measured on Vietnamese faces: the true error may be much higher.',
  },
  bands: [
    {
      name: 'very-likely',
      minCosine: 0.45,
      falseAcceptRate: 1e-4,
      trueAcceptRate: 0.943,
      text: {
        vi: 'Rất giống: khoảng 1 trên 10.000 cặp người khác nhau cũng đạt mức này. Vẫn phải tự đối chiếu ảnh gốc.',
        en: 'Very alike: about 1 in 10,000 pairs of different people is as alike. Compare the original pictures all the same.',
      },
    },
    {
      name: 'likely',
      minCosine: 0.35,
      falseAcceptRate: 1e-3,
      trueAcceptRate: 0.987,
      text: {
        vi: 'Giống: khoảng 1 trên 1.000 cặp người khác nhau cũng đạt mức này; danh sách 10.000 người sẽ có khoảng 10 người lạ.',
        en: 'Alike: about 1 in 1,000 pairs of different people is as alike; a list of 10,000 people holds about 10 strangers who are.',
      },
    },
    {
      name: 'possible',
      minCosine: 0.26,
      falseAcceptRate: 1e-2,
      trueAcceptRate: 0.993,
      text: {
        vi: 'Có nét giống: khoảng 1 trên 100 cặp người khác nhau cũng đạt mức này. Chỉ dùng để thu hẹp tìm kiếm.',
        en: 'Somewhat alike: about 1 in 100 pairs of different people is as alike. Only good for narrowing a search.',
      },
    },
    {
      name: 'none',
      minCosine: -1,
      falseAcceptRate: 1,
      trueAcceptRate: 1,
      text: {
        vi: 'Không đủ giống để gợi ý. Điều này không chứng minh là hai người khác nhau.',
        en: 'Not alike enough to be a lead. That does not prove that they are two people.',
      },
    },
  ],
};
