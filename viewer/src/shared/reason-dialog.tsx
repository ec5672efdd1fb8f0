import { Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { Dialog } from './dialog.tsx';
import { DialogActions } from './dialog-actions.tsx';

interface ReasonDialogProps {
  readonly title: string;
  /** What saying yes means; read before the reason is typed. */
  readonly explanation: ReactNode;
  readonly label: string;
  readonly hint?: string;
  readonly submit: string;
  readonly color?: string;
  readonly failure: string | null;
  readonly isPending: boolean;
  readonly onSubmit: (reason: string) => void;
  readonly onClose: () => void;
}

export const REASON_LENGTHS = { min: 3, max: 500 } as const;

/** Asks for a decision that is kept with its reason and the name of whoever took it. */
export function ReasonDialog({ title, explanation, label, hint, failure, isPending, ...rest }: ReasonDialogProps) {
  const { submit, color, onSubmit, onClose } = rest;
  const form = useForm({ initialValues: { reason: '' } });
  return (
    <Dialog opened onClose={onClose} title={title}>
      <form onSubmit={form.onSubmit(({ reason }) => onSubmit(reason.trim()))}>
        <Stack gap="sm">
          <Text size="sm" component="div">
            {explanation}
          </Text>
          <Textarea
            label={label}
            description={hint}
            required
            minLength={REASON_LENGTHS.min}
            maxLength={REASON_LENGTHS.max}
            autosize
            minRows={2}
            data-autofocus
            {...form.getInputProps('reason')}
          />
          <DialogActions
            failure={failure}
            isPending={isPending}
            submit={submit}
            {...(color === undefined ? {} : { color })}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  );
}
