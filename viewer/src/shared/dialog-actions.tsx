import { Alert, Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface DialogActionsProps {
  /** Shown above the buttons; null when nothing failed. */
  readonly failure: string | null;
  readonly isPending: boolean;
  /** What the button says; "save" by default. */
  readonly submit?: string;
  readonly color?: string;
  readonly onCancel: () => void;
}

/** The foot of every form in a dialog: what went wrong, cancel, save. */
export function DialogActions({ failure, isPending, submit, color, onCancel }: DialogActionsProps) {
  const { t } = useTranslation();
  return (
    <>
      {failure !== null && (
        <Alert color="red" variant="light" role="alert">
          {failure}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={isPending} {...(color === undefined ? {} : { color })}>
          {submit ?? t('common.save')}
        </Button>
      </Group>
    </>
  );
}
