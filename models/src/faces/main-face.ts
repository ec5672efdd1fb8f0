import type { FoundFace, RgbImage } from '../contracts.ts';

/**
 * The face that a portrait is about: large and near the middle, each counting as much; null where there is none. For
 * pictures of one person each, not for street views.
 */
export function mainFace(faces: readonly FoundFace[], { width, height }: RgbImage): FoundFace | null {
  const weight = ({ box }: FoundFace): number => {
    const offX = (box.x + box.width / 2) / width - 0.5;
    const offY = (box.y + box.height / 2) / height - 0.5;
    return Math.sqrt((box.width * box.height) / (width * height)) - Math.hypot(offX, offY);
  };
  return faces.reduce<FoundFace | null>(
    (best, face) => (best === null || weight(face) > weight(best) ? face : best),
    null,
  );
}
