import { ActionIcon, Group } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface RowActionsProps {
  /** Of what the row shows: the buttons are told apart by it. */
  readonly name: string;
  readonly addLabel?: string;
  readonly onAdd?: () => void;
  readonly onEdit?: () => void;
  readonly onDelete?: () => void;
}

/** The buttons at the end of a row of a table. */
export function RowActions({ name, addLabel = '', onAdd, onEdit, onDelete }: RowActionsProps) {
  const { t } = useTranslation();
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {onAdd !== undefined && (
        <ActionIcon variant="subtle" color="gray" onClick={onAdd} aria-label={`${addLabel}: ${name}`} title={addLabel}>
          <IconPlus size={17} />
        </ActionIcon>
      )}
      {onEdit !== undefined && (
        <ActionIcon variant="subtle" color="gray" onClick={onEdit} aria-label={`${t('common.edit')} ${name}`}>
          <IconPencil size={17} />
        </ActionIcon>
      )}
      {onDelete !== undefined && (
        <ActionIcon variant="subtle" color="red" onClick={onDelete} aria-label={`${t('common.delete')} ${name}`}>
          <IconTrash size={17} />
        </ActionIcon>
      )}
    </Group>
  );
}
