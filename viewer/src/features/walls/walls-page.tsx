import { Alert, Badge, Button, Card, Group, SimpleGrid, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconDeviceTv } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { EmptyState, ErrorPanel, errorText } from '../../shared/query-states.tsx';
import { mayDo } from '../session/may-do.ts';
import { useSession } from '../session/session.queries.ts';
import { useCreateWall } from './wall-edit.queries.ts';
import { useWalls } from './walls.queries.ts';

/** The walls of the control rooms. */
export function WallsPage() {
  const { t } = useTranslation();
  const walls = useWalls();
  const session = useSession();
  return (
    <Stack gap="md" p="md">
      <Title order={1} size="h4">
        {t('walls.title')}
      </Title>
      {mayDo(session.data, 'wall.manage') && <NewWall />}
      {walls.isPending && <Skeleton h={120} />}
      {walls.isError && walls.data === undefined && (
        <ErrorPanel error={walls.error} onRetry={() => void walls.refetch()} />
      )}
      {walls.data?.length === 0 && (
        <EmptyState icon={IconDeviceTv} title={t('walls.emptyTitle')} hint={t('walls.emptyHint')} />
      )}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {walls.data?.map((wall) => (
          <Card key={wall.id} component={Link} to={`/walls/${wall.id}`} bg="dark.6" withBorder data-wall={wall.id}>
            <Group justify="space-between">
              <Text fw={650}>{wall.name}</Text>
              {wall.alarmsWaiting > 0 && (
                <Badge color="red.9" variant="filled">
                  {t('walls.alarmsWaiting', { value: wall.alarmsWaiting })}
                </Badge>
              )}
            </Group>
            {wall.screens.map((screen) => (
              <Text key={screen.id} size="sm" c="dimmed">
                {t('walls.screenPanels', { name: screen.name, panels: screen.panels })}
              </Text>
            ))}
          </Card>
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function NewWall() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const create = useCreateWall();
  const [name, setName] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const body = { name: name.trim(), screenName: `${t('walls.screen')} 1` };
        create.mutate(body, { onSuccess: (wall) => void navigate(`/walls/${wall.id}`) });
      }}
    >
      <Group align="flex-end" gap="sm">
        <TextInput
          label={t('walls.newName')}
          size="xs"
          required
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" loading={create.isPending}>
          {t('walls.add')}
        </Button>
      </Group>
      {create.isError && (
        <Alert color="red" variant="light" mt="xs" role="alert">
          {errorText(create.error, t('common.offline'))}
        </Alert>
      )}
    </form>
  );
}
