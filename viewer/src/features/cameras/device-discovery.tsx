import { Alert, Badge, Button, Checkbox, Group, PasswordInput, Stack, Table, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconArrowLeft, IconRadar2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DiscoveredDevice } from '../../api/api.ts';
import { errorText } from '../../shared/query-states.tsx';
import { useDiscover, useProbe } from './discovery.queries.ts';
import type { FoundStreams } from './found-streams.ts';
import { ProbedDevice } from './probed-device.tsx';

interface DeviceDiscoveryProps {
  readonly start: { readonly address: string; readonly username: string };
  readonly onTake: (found: FoundStreams) => void;
  readonly onBack: () => void;
}

/** Finds devices on the network, asks one with its account, and hands over its streams. */
export function DeviceDiscovery({ start, onTake, onBack }: DeviceDiscoveryProps) {
  const { t } = useTranslation();
  const discover = useDiscover();
  const probe = useProbe();
  const form = useForm({ initialValues: { ...start, password: '', tryDefaultPasswords: false } });
  const choose = (device: DiscoveredDevice) => {
    form.setFieldValue('address', device.deviceUrl);
    probe.reset();
  };
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconArrowLeft size={15} />}
          onClick={onBack}
        >
          {t('discovery.back')}
        </Button>
        <Button
          size="xs"
          leftSection={<IconRadar2 size={16} />}
          loading={discover.isPending}
          onClick={() => discover.mutate()}
        >
          {t('discovery.search')}
        </Button>
      </Group>
      <div role="status">
        {discover.isPending && (
          <Text size="sm" c="dimmed">
            {t('discovery.searching')}
          </Text>
        )}
        {discover.data?.length === 0 && !discover.isPending && <Text size="sm">{t('discovery.none')}</Text>}
      </div>
      {discover.isError && <Failure error={discover.error} />}
      {discover.data !== undefined && discover.data.length > 0 && (
        <DeviceTable devices={discover.data} address={form.getValues().address} onChoose={choose} />
      )}
      <form onSubmit={form.onSubmit((draft) => probe.mutate(draft))}>
        <Stack gap="sm">
          <TextInput
            label={t('discovery.address')}
            description={t('discovery.addressHint')}
            placeholder="192.168.1.20"
            required
            maxLength={300}
            {...form.getInputProps('address')}
          />
          <Group grow align="flex-start">
            <TextInput label={t('cameras.username')} autoComplete="off" {...form.getInputProps('username')} />
            <PasswordInput
              label={t('cameras.password')}
              autoComplete="new-password"
              {...form.getInputProps('password')}
            />
          </Group>
          <Checkbox
            label={t('discovery.tryDefaults')}
            description={t('discovery.tryDefaultsHint')}
            {...form.getInputProps('tryDefaultPasswords', { type: 'checkbox' })}
          />
          <Group justify="flex-end">
            <Button type="submit" variant="light" loading={probe.isPending}>
              {t('discovery.ask')}
            </Button>
          </Group>
        </Stack>
      </form>
      {probe.isError && <Failure error={probe.error} />}
      {probe.data !== undefined && !probe.isPending && (
        <ProbedDevice
          key={probe.data.deviceUrl}
          device={probe.data}
          onTake={(streams) => {
            const { username, password } = form.getValues();
            onTake({ ...streams, username: username.trim(), password });
          }}
        />
      )}
    </Stack>
  );
}

function Failure({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  return (
    <Alert color="red" variant="light" role="alert">
      {errorText(error, t('common.offline'))}
    </Alert>
  );
}

interface DeviceTableProps {
  readonly devices: readonly DiscoveredDevice[];
  readonly address: string;
  readonly onChoose: (device: DiscoveredDevice) => void;
}

function DeviceTable({ devices, address, onChoose }: DeviceTableProps) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={420} mah={240}>
      <Table verticalSpacing={6} aria-label={t('discovery.found')}>
        <Table.Tbody>
          {devices.map((device) => (
            <Table.Tr
              key={device.id}
              data-device={device.address}
              {...(device.deviceUrl === address ? { bg: 'dark.5' } : {})}
            >
              <Table.Td>
                <Text size="sm" fw={600}>
                  {device.name ?? device.address}
                </Text>
                <Text size="xs" c="dimmed">
                  {[device.hardware, device.location].filter((fact) => fact !== null).join(' · ')}
                </Text>
              </Table.Td>
              <Table.Td style={{ fontVariantNumeric: 'tabular-nums' }}>{device.address}</Table.Td>
              <Table.Td>
                {device.cameraId !== null && (
                  <Badge variant="light" color="gray" tt="none">
                    {t('discovery.known')}
                  </Badge>
                )}
              </Table.Td>
              <Table.Td ta="right">
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`${t('discovery.choose')} ${device.address}`}
                  onClick={() => onChoose(device)}
                >
                  {t('discovery.choose')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
