import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Camera } from '../../api/api.ts';
import { codecName } from '../../shared/codec-name.ts';

/** What the stream really delivers, measured by ingest. */
export function StreamFacts({ status }: { readonly status: Camera['status'] }) {
  const { t } = useTranslation();
  const facts = [
    status.width !== null && status.height !== null ? `${status.width}×${status.height}` : null,
    status.codec === null ? null : codecName(status.codec),
    status.fps === null ? null : t('camera.fps', { value: Math.round(status.fps) }),
    status.bitrateKbps === null ? null : t('camera.bitrate', { value: Math.round(status.bitrateKbps) }),
    status.gopMs === null ? null : t('camera.gop', { value: (status.gopMs / 1000).toFixed(1).replace('.', ',') }),
    status.isRecording ? t('state.recording') : t('state.notRecording'),
  ].filter((fact) => fact !== null);
  return (
    <Group gap={10} visibleFrom="md" aria-label={t('camera.info')}>
      {facts.map((fact) => (
        <Text key={fact} size="xs" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums' }}>
          {fact}
        </Text>
      ))}
    </Group>
  );
}
