import { Alert, Button, Group, Paper, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProbeResult } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { FindingList } from '../findings/finding-list.tsx';
import type { FoundStreams } from './found-streams.ts';
import { streamChoices } from './stream-choices.ts';

interface ProbedDeviceProps {
  readonly device: ProbeResult;
  readonly onTake: (streams: Omit<FoundStreams, 'username' | 'password'>) => void;
}

/** What a device said of itself: its streams, the best two chosen, and what is wrong with it. */
export function ProbedDevice({ device, onTake }: ProbedDeviceProps) {
  const { t } = useTranslation();
  const { proposal, manufacturer: maker, model, clockOffsetMs } = device;
  const [mainUrl, setMainUrl] = useState(proposal.mainUrl);
  const [subUrl, setSubUrl] = useState(proposal.subUrl);
  const choices = streamChoices(device);
  const seconds = Math.abs((clockOffsetMs ?? 0) / 1_000).toLocaleString(
    currentLanguage() === 'vi' ? 'vi-VN' : 'en-GB',
    { maximumFractionDigits: 1 },
  );
  const facts = [
    device.firmware === '' ? null : t('discovery.firmware', { version: device.firmware }),
    device.serialNumber === '' ? null : device.serialNumber,
    clockOffsetMs === null ? null : t('discovery.clock', { seconds }),
  ].filter((fact) => fact !== null);
  return (
    <Paper bg="dark.7" p="md" withBorder data-testid="probed-device">
      <Stack gap="sm">
        <div>
          <Text fw={650}>{t('discovery.device', { maker, model })}</Text>
          <Text size="xs" c="dimmed">
            {facts.join(' · ')}
          </Text>
        </div>
        {choices.length === 0 ? (
          <Alert color="orange" variant="light">
            {t('discovery.noStreams')}
          </Alert>
        ) : (
          <>
            <Select
              label={t('discovery.main')}
              allowDeselect={false}
              data={choices}
              value={mainUrl}
              onChange={setMainUrl}
            />
            <Select
              label={t('discovery.sub')}
              placeholder={t('discovery.noSub')}
              clearable
              data={choices}
              value={subUrl}
              onChange={setSubUrl}
            />
          </>
        )}
        <FindingList findings={device.findings} />
        <Group justify="flex-end">
          <Button
            disabled={mainUrl === null}
            onClick={() =>
              onTake({
                name: t('discovery.device', { maker, model }).trim(),
                mainUrl: mainUrl ?? '',
                subUrl: subUrl ?? '',
                onvifUrl: device.deviceUrl,
              })
            }
          >
            {t('discovery.use')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
