import { Badge, Group, SegmentedControl, Skeleton, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { IconMessageReport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { ReportSummary } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { MoreButton } from '../../shared/more-button.tsx';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { ReportDetail } from './report-detail.tsx';
import classes from './reports.module.css';
import { type ReportFilter, useReports } from './reports.queries.ts';

const FILTERS: readonly ReportFilter[] = ['open', 'late', 'published', 'refused', 'all'];

/** The inbox of reports: a list, and the one that is open beside it. */
export function ReportsPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const filter = FILTERS.find((one) => one === params.get('state')) ?? 'open';
  const opened = params.get('id');
  const reports = useReports(filter);
  const items = reports.data?.pages.flatMap((page) => page.items) ?? [];
  const open = (id: string | null) => setParams({ state: filter, ...(id === null ? {} : { id }) });
  return (
    <div className={classes.page} data-opened={opened !== null}>
      <div className={classes.list}>
        <Stack gap={8} p="sm" style={{ borderBottom: '1px solid var(--tc-line)' }}>
          <Title order={1} size="h4">
            {t('report.inbox')}
          </Title>
          <SegmentedControl
            size="xs"
            aria-label={t('report.filter')}
            value={filter}
            onChange={(state) => setParams({ state })}
            data={FILTERS.map((value) => ({ value, label: t(`report.filters.${value}`) }))}
          />
        </Stack>
        <div style={{ overflow: 'auto', flex: 1 }}>
          {reports.isPending && <Skeleton h={160} m="sm" />}
          {reports.isError && reports.data === undefined && (
            <ErrorPanel error={reports.error} onRetry={() => void reports.refetch()} />
          )}
          {reports.data !== undefined && items.length === 0 && (
            <EmptyState icon={IconMessageReport} title={t('report.emptyTitle')} hint={t('report.emptyHint')} />
          )}
          {items.map((report) => (
            <ReportRow key={report.id} report={report} isOpened={report.id === opened} onOpen={() => open(report.id)} />
          ))}
          <MoreButton query={reports} />
        </div>
      </div>
      <div className={classes.detail}>
        {opened === null ? (
          <EmptyState icon={IconMessageReport} title={t('report.chooseOne')} />
        ) : (
          <ReportDetail key={opened} id={opened} onClose={() => open(null)} />
        )}
      </div>
    </div>
  );
}

interface ReportRowProps {
  readonly report: ReportSummary;
  readonly isOpened: boolean;
  readonly onOpen: () => void;
}

function ReportRow({ report, isOpened, onOpen }: ReportRowProps) {
  const { t } = useTranslation();
  return (
    <UnstyledButton className={classes.row} data-active={isOpened} data-report={report.number} onClick={onOpen}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={600} truncate>
          #{report.number} · {report.category[currentLanguage()]}
        </Text>
        <Group gap={6} wrap="nowrap">
          {report.isLate && (
            <Badge color="red.9" variant="filled" size="sm">
              {t('report.late')}
            </Badge>
          )}
          <Badge color="gray" variant="default" size="sm">
            {t(`report.states.${report.state}`)}
          </Badge>
        </Group>
      </Group>
      <Text size="xs" c="dark.1" truncate>
        {formatDateTime(report.receivedAt)} · {report.isForgotten ? t('report.forgotten') : report.description}
      </Text>
    </UnstyledButton>
  );
}
