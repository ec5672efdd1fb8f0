import { useTranslation } from 'react-i18next';
import { mediaPath, type Passage } from '../api/api.ts';

/** The plate of a passage, else its scene, else an empty place of the same size. */
export function PassagePicture({ passage, className }: { readonly passage: Passage; readonly className: string }) {
  const { t } = useTranslation();
  if (passage.hasCrop) {
    return <img className={className} src={mediaPath.crop(passage.id)} alt={t('passages.picture')} loading="lazy" />;
  }
  if (!passage.hasScene) return <span className={className} />;
  return (
    <img
      className={className}
      style={{ objectFit: 'cover' }}
      src={mediaPath.scene(passage.id)}
      alt={t('passages.scene')}
      loading="lazy"
    />
  );
}
