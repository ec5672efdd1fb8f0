import { Button, Group, Skeleton, Table, Text } from '@mantine/core';
import { IconBuildingCommunity, IconHierarchy2, IconMap2, IconMapPin, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Area } from '../../api/api.ts';
import { DeleteDialog } from '../../shared/delete-dialog.tsx';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { RowActions } from '../../shared/row-actions.tsx';
import { AreaForm } from './area-form.tsx';
import { inTreeOrder } from './area-tree.ts';
import { useAreas, useDeleteArea } from './areas.queries.ts';

type Dialog =
  | { readonly kind: 'add'; readonly parent: Area | null }
  | { readonly kind: 'edit' | 'delete'; readonly area: Area };

const ICONS = { province: IconMap2, ward: IconBuildingCommunity, site: IconMapPin };
const INDENT_PX = 26;

/** The tree province, ward, site with the cameras in each; areas are added, renamed, moved and removed here. */
export function AreaList() {
  const { t } = useTranslation();
  const areas = useAreas();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const add = (
    <Button
      size="xs"
      leftSection={<IconPlus size={15} />}
      onClick={() => setDialog({ kind: 'add', parent: null })}
      style={{ flex: 'none' }}
    >
      {t('areas.addProvince')}
    </Button>
  );
  return (
    <>
      <Group px="md" py="sm" justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="xs" c="dimmed">
          {t('areas.hint')}
        </Text>
        {add}
      </Group>
      {areas.isPending && <Skeleton h={160} m="md" />}
      {areas.isError && areas.data === undefined && (
        <ErrorPanel error={areas.error} onRetry={() => void areas.refetch()} />
      )}
      {areas.data?.length === 0 && (
        <EmptyState icon={IconHierarchy2} title={t('areas.emptyTitle')} hint={t('areas.emptyHint')} action={add} />
      )}
      {areas.data !== undefined && areas.data.length > 0 && (
        <Table verticalSpacing={6} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('areas.name')}</Table.Th>
              <Table.Th w={90} ta="right">
                {t('nav.cameras')}
              </Table.Th>
              <Table.Th w={130} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {inTreeOrder(areas.data).map(({ area, depth }) => (
              <AreaRow key={area.id} area={area} depth={depth} onDialog={setDialog} />
            ))}
          </Table.Tbody>
        </Table>
      )}
      {dialog?.kind === 'add' && <AreaForm area={null} parent={dialog.parent} onClose={close} />}
      {dialog?.kind === 'edit' && <AreaForm area={dialog.area} parent={null} onClose={close} />}
      {dialog?.kind === 'delete' && <AreaDelete area={dialog.area} onClose={close} />}
    </>
  );
}

interface AreaRowProps {
  readonly area: Area;
  readonly depth: number;
  readonly onDialog: (dialog: Dialog) => void;
}

function AreaRow({ area, depth, onDialog }: AreaRowProps) {
  const { t } = useTranslation();
  const Icon = ICONS[area.kind];
  return (
    <Table.Tr data-area={area.id}>
      <Table.Td>
        <Group gap={10} wrap="nowrap" pl={depth * INDENT_PX}>
          <Icon size={18} stroke={1.6} color="var(--mantine-color-dark-2)" style={{ flex: 'none' }} />
          <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
            <Text size="sm" fw={area.kind === 'site' ? 400 : 600}>
              {area.name}
            </Text>
            <Text size="xs" c="dimmed">
              {t(`areas.kinds.${area.kind}`)} · {area.id}
            </Text>
          </div>
        </Group>
      </Table.Td>
      <Table.Td ta="right" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {area.cameras}
      </Table.Td>
      <Table.Td>
        <RowActions
          name={area.name}
          {...(area.kind === 'site'
            ? {}
            : { addLabel: t(`areas.addIn.${area.kind}`), onAdd: () => onDialog({ kind: 'add', parent: area }) })}
          onEdit={() => onDialog({ kind: 'edit', area })}
          onDelete={() => onDialog({ kind: 'delete', area })}
        />
      </Table.Td>
    </Table.Tr>
  );
}

function AreaDelete({ area, onClose }: { readonly area: Area; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { id, name } = area;
  const remove = useDeleteArea();
  const title = t('areas.deleteTitle', { name });
  const done = t('areas.deleted', { name });
  return <DeleteDialog {...{ title, done, id, remove, onClose }} explanation={t('areas.deleteHint')} />;
}
