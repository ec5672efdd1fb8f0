import { Alert, Button, FileInput, Group, ScrollArea, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../../i18n/i18n.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { useImportCameras } from './camera-mutations.ts';

/** Checks a CSV file, shows what to mend by line, then takes all rows or the good ones. */
export function CameraImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const check = useImportCameras();
  const take = useImportCameras();
  const found = check.data;
  const failed = take.isError ? take.error : check.error;
  const choose = (chosen: File | null) => {
    setFile(chosen);
    take.reset();
    check.reset();
    if (chosen) check.mutate({ file: chosen, mode: 'check' });
  };
  const start = (mode: 'all' | 'good') => {
    if (!file) return;
    const onSuccess = ({ created, faults }: { created: number; faults: readonly unknown[] }) => {
      if (created === 0 && faults.length > 0) return check.mutate({ file, mode: 'check' });
      notifications.show({ message: t('cameraImport.done', { count: created }), color: 'teal' });
      onClose();
    };
    take.mutate({ file, mode }, { onSuccess });
  };

  return (
    <Dialog opened onClose={onClose} size="xl" title={t('cameraImport.title')}>
      <Stack gap="sm">
        <FileInput
          label={t('cameraImport.file')}
          description={t('cameraImport.hint')}
          placeholder={t('cameraImport.choose')}
          accept=".csv,text/csv"
          value={file}
          onChange={choose}
          data-autofocus
        />
        {failed !== null && (
          <Alert color="red" variant="light" role="alert">
            {errorText(failed, t('common.offline'))}
          </Alert>
        )}
        {found !== undefined && (
          <Text size="sm" role="status">
            {t('cameraImport.found', { rows: found.rows, good: found.good })}
          </Text>
        )}
        {found !== undefined && found.faults.length > 0 && (
          <ScrollArea.Autosize mah={320} viewportProps={{ tabIndex: 0 }}>
            <Table stickyHeader>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('cameraImport.line')}</Table.Th>
                  <Table.Th>{t('cameraImport.column')}</Table.Th>
                  <Table.Th>{t('cameraImport.fault')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {found.faults.map((fault) => (
                  <Table.Tr key={`${fault.line} ${fault.column}`}>
                    <Table.Td>{fault.line}</Table.Td>
                    <Table.Td>{fault.column}</Table.Td>
                    <Table.Td>{fault[currentLanguage()]}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </ScrollArea.Autosize>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          {found !== undefined && found.good > 0 && (
            <Button
              loading={check.isPending || take.isPending}
              onClick={() => start(found.faults.length === 0 ? 'all' : 'good')}
            >
              {t(found.faults.length === 0 ? 'cameraImport.takeAll' : 'cameraImport.takeGood', { count: found.good })}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}
