import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Passage } from '../../api/api.ts';
import { formatTime } from '../../shared/format-time.ts';
import { objectClassKey } from '../../shared/object-class.ts';
import { PassagePicture } from '../../shared/passage-picture.tsx';
import { PlateChip } from '../../shared/plate-chip.tsx';
import classes from './camera-page.module.css';

interface CameraPassagesProps {
  readonly passages: readonly Passage[];
  readonly onPick: (passage: Passage) => void;
}

/** What passed this camera in the stretch on the timeline, newest first. */
export function CameraPassages({ passages, onPick }: CameraPassagesProps) {
  const { t } = useTranslation();
  return (
    <>
      {passages.length === 0 && (
        <Text c="dimmed" size="sm" p="md">
          {t('camera.noPassages')}
        </Text>
      )}
      {passages.map((passage) => (
        <button key={passage.id} type="button" className={classes.item} onClick={() => onPick(passage)}>
          <PassagePicture passage={passage} className={classes.crop ?? ''} />
          <span>
            {passage.plate === null ? (
              <Text size="sm">{t(objectClassKey(passage.objectClass))}</Text>
            ) : (
              <PlateChip plate={passage.plate} />
            )}
            <Text size="xs" c="dimmed" mt={4}>
              {formatTime(passage.bestAt)}
            </Text>
          </span>
        </button>
      ))}
    </>
  );
}
