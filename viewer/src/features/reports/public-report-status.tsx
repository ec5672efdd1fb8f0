import { Alert, Image, Skeleton, Stack, Text, Timeline, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { ErrorPanel } from '../../shared/query-states.tsx';
import { usePublicReport } from './reports.queries.ts';

/** How a report goes, for whoever has its address. */
export function PublicReportStatus({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const report = usePublicReport(token);
  if (report.isPending) return <Skeleton h={300} />;
  if (report.isError && report.data === undefined) {
    return <ErrorPanel error={report.error} onRetry={() => void report.refetch()} />;
  }
  const { number, category, state, steps, answer, hasResultPhoto, acceptDueAt, resolveDueAt } = report.data;
  const isWaiting = state === 'received' || state === 'accepted' || state === 'in-progress';
  return (
    <Stack data-public-state={state}>
      <Title order={1} size="h3">
        {t('report.statusTitle', { number })}
      </Title>
      <Text>{category[currentLanguage()]}</Text>
      <Timeline active={steps.length - 1} bulletSize={18}>
        {steps.map((step) => (
          <Timeline.Item key={`${step.state} ${step.at}`} title={t(`report.states.${step.state}`)}>
            <Text size="sm" c="dark.1">
              {formatDateTime(step.at)}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
      {isWaiting && (
        <Text size="sm" c="dark.1">
          {state === 'received'
            ? t('report.acceptDue', { time: formatDateTime(acceptDueAt) })
            : t('report.resolveDue', { time: formatDateTime(resolveDueAt) })}
        </Text>
      )}
      {answer !== '' && (
        <Alert color={state === 'refused' ? 'yellow' : 'teal'} variant="light" title={t('report.answer')}>
          <Text style={{ whiteSpace: 'pre-wrap' }}>{answer}</Text>
        </Alert>
      )}
      {hasResultPhoto && (
        <Image src={`/api/v1/public/reports/${token}/result`} alt={t('report.resultPhoto')} radius="sm" />
      )}
    </Stack>
  );
}
