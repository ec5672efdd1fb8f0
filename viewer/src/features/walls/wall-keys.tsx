import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Wall, WallScreen } from '../../api/api.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { useCreateWallKey, useDeleteWallKey, useWallKeys } from './wall-edit.queries.ts';

/** The keys of one screen's computers. The address with the secret is shown once. */
export function WallKeys({ wall, screen }: { readonly wall: Wall; readonly screen: WallScreen }) {
  const { t } = useTranslation();
  const keys = useWallKeys(wall.id);
  const create = useCreateWallKey(wall.id);
  const remove = useDeleteWallKey(wall.id);
  const own = (keys.data ?? []).filter(({ screenId }) => screenId === screen.id);
  return (
    <Stack gap={6}>
      <Text size="xs" fw={650} c="dark.1">
        {t('walls.keys', { name: screen.name })}
      </Text>
      {own.map((key) => (
        <Group key={key.id} gap={6} justify="space-between" wrap="nowrap">
          <Text size="xs">
            {key.usedAt === null ? t('walls.keyUnused') : t('walls.keyUsed', { time: formatDateTime(key.usedAt) })}
          </Text>
          <Button size="compact-xs" variant="subtle" color="red" onClick={() => remove.mutate(key.id)}>
            {t('walls.keyWithdraw')}
          </Button>
        </Group>
      ))}
      <Button
        size="compact-sm"
        variant="default"
        loading={create.isPending}
        onClick={() => create.mutate({ screenId: screen.id, name: screen.name })}
      >
        {t('walls.keyAdd')}
      </Button>
      {create.data !== undefined && (
        <Alert color="teal" variant="light" p="xs" role="status">
          <Text size="xs">{t('walls.keyAddress')}</Text>
          <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }} data-kiosk-address>
            {create.data}
          </Code>
        </Alert>
      )}
    </Stack>
  );
}
