import { useTranslation } from 'react-i18next';
import type { Grant } from '../../api/api.ts';
import { areaPath } from '../areas/area-tree.ts';
import { useAreas, useOperatingAreas } from '../areas/areas.queries.ts';
import { useCameraGroups } from '../storage/storage.queries.ts';
import { type GrantVocabulary, grantParts } from './grant-words.ts';

/** Says a grant in one sentence; a place that is not known yet by its id. */
export function useGrantWords(): (grant: Pick<Grant, 'role' | 'scope' | 'purposes'>) => string {
  const { t } = useTranslation();
  const areas = useAreas();
  const sets = useOperatingAreas();
  const groups = useCameraGroups();
  const words: GrantVocabulary = {
    role: (role) => t(`session.roles.${role}`),
    purpose: (purpose) => t(`audit.purposes.${purpose}`),
    place: (kind, id) => {
      if (kind === 'area') return areaPath(areas.data ?? [], id);
      const named = kind === 'group' ? groups.data : sets.data;
      return named?.find((one) => one.id === id)?.name ?? id;
    },
    everywhere: t('people.everywhere'),
    everyPurpose: t('people.everyPurpose'),
  };
  return (grant) => t('people.grantWords', grantParts(grant, words));
}
