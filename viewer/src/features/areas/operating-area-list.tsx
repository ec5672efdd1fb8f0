import { Button, Group, Skeleton, Table, Text } from '@mantine/core';
import { IconMapRoute, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperatingArea } from '../../api/api.ts';
import { DeleteDialog } from '../../shared/delete-dialog.tsx';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { RowActions } from '../../shared/row-actions.tsx';
import { useCameraGroups } from '../storage/storage.queries.ts';
import { areaPath } from './area-tree.ts';
import { useAreas, useDeleteOperatingArea, useOperatingAreas } from './areas.queries.ts';
import { OperatingAreaForm } from './operating-area-form.tsx';

type Dialog = { readonly kind: 'add' } | { readonly kind: 'edit' | 'delete'; readonly set: OperatingArea };

/** Sets of areas and camera groups that are granted as one: a festival, a race course, all gateways. */
export function OperatingAreaList() {
  const { t } = useTranslation();
  const sets = useOperatingAreas();
  const areas = useAreas();
  const groups = useCameraGroups();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const add = (
    <Button
      size="xs"
      leftSection={<IconPlus size={15} />}
      onClick={() => setDialog({ kind: 'add' })}
      style={{ flex: 'none' }}
    >
      {t('areas.operating.add')}
    </Button>
  );
  const contents = ({ areaIds, groupIds }: OperatingArea) =>
    [
      ...areaIds.map((id) => areaPath(areas.data ?? [], id)),
      ...groupIds.map((id) => groups.data?.find((group) => group.id === id)?.name ?? id),
    ].join(', ');
  return (
    <>
      <Group px="md" py="sm" justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="xs" c="dimmed">
          {t('areas.operating.hint')}
        </Text>
        {add}
      </Group>
      {sets.isPending && <Skeleton h={160} m="md" />}
      {sets.isError && sets.data === undefined && <ErrorPanel error={sets.error} onRetry={() => void sets.refetch()} />}
      {sets.data?.length === 0 && (
        <EmptyState
          icon={IconMapRoute}
          title={t('areas.operating.emptyTitle')}
          hint={t('areas.operating.emptyHint')}
          action={add}
        />
      )}
      {sets.data !== undefined && sets.data.length > 0 && (
        <Table verticalSpacing={8} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('areas.name')}</Table.Th>
              <Table.Th w={90} ta="right">
                {t('nav.cameras')}
              </Table.Th>
              <Table.Th w={90} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sets.data.map((set) => (
              <Table.Tr key={set.id} data-operating-area={set.id}>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>
                  <Text size="sm" fw={600}>
                    {set.name}
                  </Text>
                  <Text size="xs" c="dark.1">
                    {contents(set) || t('areas.operating.nothing')}
                  </Text>
                </Table.Td>
                <Table.Td ta="right" style={{ fontVariantNumeric: 'tabular-nums' }}>
                  {set.cameras}
                </Table.Td>
                <Table.Td>
                  <RowActions
                    name={set.name}
                    onEdit={() => setDialog({ kind: 'edit', set })}
                    onDelete={() => setDialog({ kind: 'delete', set })}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {dialog?.kind === 'add' && <OperatingAreaForm set={null} onClose={close} />}
      {dialog?.kind === 'edit' && <OperatingAreaForm set={dialog.set} onClose={close} />}
      {dialog?.kind === 'delete' && <OperatingAreaDelete set={dialog.set} onClose={close} />}
    </>
  );
}

function OperatingAreaDelete({ set, onClose }: { readonly set: OperatingArea; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { id, name } = set;
  const remove = useDeleteOperatingArea();
  const title = t('areas.operating.deleteTitle', { name });
  const done = t('areas.deleted', { name });
  return <DeleteDialog {...{ title, done, id, remove, onClose }} explanation={t('areas.operating.deleteHint')} />;
}
