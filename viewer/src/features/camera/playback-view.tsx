import { Center, Loader, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../shared/format-time.ts';
import classes from './camera-page.module.css';
import type { PlaybackPlayer } from './use-playback-player.ts';

/** A recording on the screen, marked as one: a playback must never be mistaken for the live picture. */
export function PlaybackView({ player }: { readonly player: PlaybackPlayer }) {
  const { t } = useTranslation();
  return (
    <div className={classes.stage} data-mode="playback">
      <video ref={player.videoRef} className={classes.video} muted playsInline data-testid="playback-video" />
      <span className={classes.stamp}>
        <strong>{t('camera.playback')}</strong> {formatDateTime(player.atMs)}
      </span>
      {player.state === 'opening' && (
        <Center className={classes.overlay}>
          <Loader size="sm" mr="sm" />
          <Text size="sm">{t('camera.loadingRecording')}</Text>
        </Center>
      )}
      {player.state === 'missing' && (
        <Center className={classes.overlay}>
          <Text>{t('camera.noRecording', { time: formatDateTime(player.atMs) })}</Text>
        </Center>
      )}
    </div>
  );
}
