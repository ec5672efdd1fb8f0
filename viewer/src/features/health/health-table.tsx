import { Group, Table, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CameraHealth } from '../../api/api.ts';
import type { HealthSort } from './health-list.ts';
import { HealthRow } from './health-row.tsx';

interface HealthTableProps {
  readonly cameras: readonly CameraHealth[];
  readonly sort: HealthSort;
  readonly isReversed: boolean;
  readonly onSort: (by: HealthSort) => void;
  readonly onOwner: (camera: CameraHealth) => void;
}

/** The board as a table whose heads sort it; a second press turns the order round. */
export function HealthTable({ cameras, sort, isReversed, onSort, onOwner }: HealthTableProps) {
  const { t } = useTranslation();
  const head = (by: HealthSort, text: ReactNode) => (
    <Table.Th aria-sort={sort !== by ? 'none' : isReversed ? 'descending' : 'ascending'}>
      <UnstyledButton fz="inherit" fw="inherit" onClick={() => onSort(by)}>
        <Group gap={4} wrap="nowrap">
          {text}
          {sort === by &&
            (isReversed ? <IconChevronUp size={14} aria-hidden /> : <IconChevronDown size={14} aria-hidden />)}
        </Group>
      </UnstyledButton>
    </Table.Th>
  );
  return (
    <Table miw={1180} stickyHeader verticalSpacing="xs" horizontalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          {head('name', t('cameras.name'))}
          {head('state', t('cameras.state'))}
          {head('up', t('health.up'))}
          {head('recorded', t('health.completeness'))}
          {head('clock', t('health.stream'))}
          {head('findings', t('health.findings'))}
          <Table.Th>{t('health.device')}</Table.Th>
          {head('agreement', t('health.owner'))}
          <Table.Th w={50}>
            <VisuallyHidden>{t('common.edit')}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {cameras.map((camera) => (
          <HealthRow key={camera.cameraId} camera={camera} onOwner={onOwner} />
        ))}
      </Table.Tbody>
    </Table>
  );
}
