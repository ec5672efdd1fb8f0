import {
  ActionIcon,
  Alert,
  Anchor,
  Button,
  Checkbox,
  Group,
  ScrollArea,
  Skeleton,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { IconCameraPlus, IconPencil, IconPlus, IconSearch, IconTrash } from '@tabler/icons-react';
import { foldText } from '@thapcanh/core/text/fold-text';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Camera } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { codecName } from '../../shared/codec-name.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { StateBadge } from '../../shared/state-badge.tsx';
import { FindingBadge } from '../findings/finding-badge.tsx';
import { mayDo } from '../session/may-do.ts';
import { useSession } from '../session/session.queries.ts';
import { CameraBulkDialog } from './camera-bulk-dialog.tsx';
import { CameraDeleteDialog } from './camera-delete-dialog.tsx';
import { CameraForm } from './camera-form.tsx';
import { CameraImportDialog } from './camera-import-dialog.tsx';
import { useCameras } from './cameras.queries.ts';

type Dialog =
  | { readonly kind: 'add' | 'import' | 'bulk' }
  | { readonly kind: 'edit' | 'delete'; readonly camera: Camera };

/** All cameras with state, fault and stream; an administrator adds, edits and deletes them here. */
export function CamerasPage() {
  const { t } = useTranslation();
  const cameras = useCameras();
  const session = useSession();
  const [query, setQuery] = useState('');
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [chosenIds, setChosenIds] = useState<ReadonlySet<string>>(new Set());
  const isAdmin = mayDo(session.data, 'camera.manage');
  const wanted = foldText(query);
  const listed = (cameras.data ?? []).filter(({ id, name }) => foldText(`${name} ${id}`).includes(wanted));
  // Whoever looks for others has not forgotten those chosen before.
  const chosen = (cameras.data ?? []).filter(({ id }) => chosenIds.has(id));
  const choose = (ids: readonly string[], isChosen: boolean) => {
    const after = new Set(chosenIds);
    for (const id of ids) isChosen ? after.add(id) : after.delete(id);
    setChosenIds(after);
  };
  const isAllChosen = listed.every(({ id }) => chosenIds.has(id));
  const addButton = isAdmin && (
    <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setDialog({ kind: 'add' })}>
      {t('cameras.add')}
    </Button>
  );

  return (
    <Stack gap={0} h="100%">
      <Group px="md" py={10} justify="space-between" style={{ borderBottom: '1px solid var(--tc-line)' }}>
        <Title order={1} size="h4">
          {t('cameras.title')}
        </Title>
        <Group gap="xs">
          <TextInput
            size="xs"
            w={230}
            leftSection={<IconSearch size={15} />}
            placeholder={t('cameras.search')}
            aria-label={t('cameras.search')}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
          {isAdmin && (
            <>
              {chosen.length > 0 && (
                <Button size="xs" variant="light" onClick={() => setDialog({ kind: 'bulk' })}>
                  {t('cameraBulk.open', { count: chosen.length })}
                </Button>
              )}
              <Button size="xs" variant="default" onClick={() => setDialog({ kind: 'import' })}>
                {t('cameraImport.open')}
              </Button>
              <Button size="xs" variant="default" component="a" href="/api/v1/cameras/export.csv" download>
                {t('cameraImport.export')}
              </Button>
            </>
          )}
          {addButton}
        </Group>
      </Group>
      <ScrollArea style={{ flex: 1 }}>
        {cameras.data?.some((camera) => camera.origin === 'demo' && camera.isEnabled) && (
          <Alert color="signal" variant="light" m="md" mb={0} p="xs">
            {t('cameras.demoNotice')}
          </Alert>
        )}
        {cameras.isPending && <Skeleton h={200} m="md" />}
        {cameras.isError && cameras.data === undefined && (
          <ErrorPanel error={cameras.error} onRetry={() => void cameras.refetch()} />
        )}
        {cameras.data?.length === 0 && (
          <EmptyState
            icon={IconCameraPlus}
            title={t('cameras.emptyTitle')}
            hint={t('cameras.emptyHint')}
            action={addButton}
          />
        )}
        {cameras.data !== undefined && cameras.data.length > 0 && listed.length === 0 && (
          <EmptyState icon={IconSearch} title={t('cameras.noMatch')} />
        )}
        {listed.length > 0 && (
          <Table miw={760} stickyHeader verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                {isAdmin && (
                  <Table.Th w={44}>
                    <Checkbox
                      size="xs"
                      aria-label={t('cameraBulk.chooseAll')}
                      checked={isAllChosen}
                      indeterminate={!isAllChosen && chosen.length > 0}
                      onChange={(event) =>
                        choose(
                          listed.map(({ id }) => id),
                          event.currentTarget.checked,
                        )
                      }
                    />
                  </Table.Th>
                )}
                <Table.Th>{t('cameras.name')}</Table.Th>
                <Table.Th>{t('cameras.state')}</Table.Th>
                <Table.Th>{t('cameras.stream')}</Table.Th>
                <Table.Th>{t('cameras.profile')}</Table.Th>
                {isAdmin && <Table.Th w={90} />}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {listed.map((camera) => (
                <CameraRow
                  key={camera.id}
                  camera={camera}
                  isAdmin={isAdmin}
                  isChosen={chosenIds.has(camera.id)}
                  onChoose={(isChosen) => choose([camera.id], isChosen)}
                  onEdit={() => setDialog({ kind: 'edit', camera })}
                  onDelete={() => setDialog({ kind: 'delete', camera })}
                />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </ScrollArea>
      {dialog?.kind === 'add' && <CameraForm camera={null} onClose={() => setDialog(null)} />}
      {dialog?.kind === 'bulk' && (
        <CameraBulkDialog
          cameras={chosen}
          onClose={(isDone) => {
            setDialog(null);
            if (isDone) setChosenIds(new Set());
          }}
        />
      )}
      {dialog?.kind === 'import' && <CameraImportDialog onClose={() => setDialog(null)} />}
      {dialog?.kind === 'edit' && <CameraForm camera={dialog.camera} onClose={() => setDialog(null)} />}
      {dialog?.kind === 'delete' && <CameraDeleteDialog camera={dialog.camera} onClose={() => setDialog(null)} />}
    </Stack>
  );
}

interface CameraRowProps {
  readonly camera: Camera;
  readonly isAdmin: boolean;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

function CameraRow({ camera, isAdmin, isChosen, onChoose, onEdit, onDelete }: CameraRowProps) {
  const { t } = useTranslation();
  const { status } = camera;
  return (
    <Table.Tr>
      {isAdmin && (
        <Table.Td>
          <Checkbox
            size="xs"
            aria-label={t('cameraBulk.choose', { camera: camera.name })}
            checked={isChosen}
            onChange={(event) => onChoose(event.currentTarget.checked)}
          />
        </Table.Td>
      )}
      <Table.Td>
        <Anchor component={Link} to={`/cameras/${camera.id}`} fw={600} size="sm">
          {camera.name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {camera.id} · {t(`cameras.origin.${camera.origin}`)}
        </Text>
      </Table.Td>
      <Table.Td maw={460}>
        <Group gap={8}>
          <StateBadge state={rowState(camera)} />
          <FindingBadge cameraId={camera.id} />
        </Group>
        {status.fault !== null && (
          <Text size="xs" c="red.3" mt={4}>
            {status.fault[currentLanguage()]}
          </Text>
        )}
        {status.state !== 'live' && status.lastFrameAt !== null && (
          <Text size="xs" c="dimmed" mt={2}>
            {t('state.lastSeen', { time: formatDateTime(status.lastFrameAt) })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {status.width !== null && (
          <Text size="sm">
            {status.width}×{status.height} {status.codec === null ? '' : codecName(status.codec)}
          </Text>
        )}
        {status.fps !== null && status.bitrateKbps !== null && (
          <Text size="xs" c="dimmed">
            {t('camera.fps', { value: Math.round(status.fps) })} ·{' '}
            {t('camera.bitrate', { value: Math.round(status.bitrateKbps) })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{t(`cameras.profiles.${camera.profile}`)}</Text>
        <Text size="xs" c={status.isRecording ? 'teal.4' : 'dimmed'}>
          {status.isRecording ? t('state.recording') : t('state.notRecording')}
        </Text>
      </Table.Td>
      {isAdmin && (
        <Table.Td>
          <Group gap={4} wrap="nowrap" justify="flex-end">
            <ActionIcon
              variant="subtle"
              color="gray"
              onClick={onEdit}
              aria-label={`${t('common.edit')} ${camera.name}`}
            >
              <IconPencil size={17} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="red"
              onClick={onDelete}
              aria-label={`${t('common.delete')} ${camera.name}`}
            >
              <IconTrash size={17} />
            </ActionIcon>
          </Group>
        </Table.Td>
      )}
    </Table.Tr>
  );
}

function rowState({ isEnabled, status }: Camera) {
  if (!isEnabled) return { kind: 'disabled' } as const;
  if (status.state === 'stale') return { kind: 'stale', seconds: Math.round((status.frameAgeMs ?? 0) / 1000) } as const;
  return { kind: status.state } as const;
}
