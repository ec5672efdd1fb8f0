import {
  ActionIcon,
  Alert,
  Anchor,
  Badge,
  Button,
  FileButton,
  Group,
  Image,
  Skeleton,
  Stack,
  Text,
  Textarea,
  Title,
} from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Report } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { ErrorPanel, errorText } from '../../shared/query-states.tsx';
import { mayDo } from '../session/may-do.ts';
import { useSession } from '../session/session.queries.ts';
import { useMakeIncident, useMoveReport, useReport, useResultPhoto } from './reports.queries.ts';

const NEEDS_ANSWER: readonly Report['state'][] = ['refused', 'resolved'];

/** One report with its photo, the cameras around it, and what can be done next. */
export function ReportDetail({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const report = useReport(id);
  const session = useSession();
  if (report.isPending) return <Skeleton h={300} m="md" />;
  if (report.isError && report.data === undefined) {
    return <ErrorPanel error={report.error} onRetry={() => void report.refetch()} />;
  }
  const { data } = report;
  return (
    <Stack p="md" maw={860} data-state={data.state}>
      <Group justify="space-between" wrap="nowrap">
        <Group gap="xs" wrap="nowrap">
          <ActionIcon variant="subtle" color="gray" onClick={onClose} aria-label={t('report.back')}>
            <IconArrowLeft size={18} />
          </ActionIcon>
          <Title order={2} size="h4">
            #{data.number} · {data.category[currentLanguage()]}
          </Title>
        </Group>
        <Group gap={6}>
          {data.isLate && (
            <Badge color="red.9" variant="filled">
              {t('report.late')}
            </Badge>
          )}
          <Badge variant="default">{t(`report.states.${data.state}`)}</Badge>
        </Group>
      </Group>
      <Text style={{ whiteSpace: 'pre-wrap' }}>{data.isForgotten ? t('report.forgotten') : data.description}</Text>
      <Facts report={data} />
      {data.hasPhoto && (
        <Image src={`/api/v1/reports/${id}/photo`} alt={t('report.photo')} radius="sm" mah={420} fit="contain" />
      )}
      {data.hasResultPhoto && (
        <>
          <Text size="sm" fw={600}>
            {t('report.resultPhoto')}
          </Text>
          <Image
            src={`/api/v1/reports/${id}/result?v=${data.version}`}
            alt={t('report.resultPhoto')}
            radius="sm"
            mah={420}
            fit="contain"
          />
        </>
      )}
      {data.answer !== '' && (
        <Alert color="teal" variant="light" title={t('report.answer')}>
          {data.answer}
        </Alert>
      )}
      {mayDo(session.data, 'report.handle') && <Steps key={data.version} report={data} />}
      <Stack gap={4}>
        {data.steps.map((step) => (
          <Text key={`${step.state} ${step.at}`} size="xs" c="dark.1">
            {formatDateTime(step.at)} · {t(`report.states.${step.state}`)}
            {step.by !== null && ` · ${step.by}`}
            {step.note !== '' && ` · ${step.note}`}
          </Text>
        ))}
      </Stack>
    </Stack>
  );
}

function Facts({ report }: { readonly report: Report }) {
  const { t } = useTranslation();
  const near = `/map?near=${report.latitude.toFixed(6)},${report.longitude.toFixed(6)}&count=9`;
  return (
    <Stack gap={4}>
      <Text size="sm">
        {t('report.occurred', { time: formatDateTime(report.occurredAt) })}
        {' · '}
        {t('report.acceptDue', { time: formatDateTime(report.acceptDueAt) })}
        {' · '}
        {t('report.resolveDue', { time: formatDateTime(report.resolveDueAt) })}
      </Text>
      {report.phone !== null && (
        <Text size="sm">
          {t('report.call')}{' '}
          <Anchor href={`tel:${report.phone}`} size="sm">
            {report.phone}
          </Anchor>
        </Text>
      )}
      <Group gap="sm">
        <Anchor component={Link} to={near} size="sm">
          {t('report.onMap')}
        </Anchor>
        {report.cameras.map((camera) => (
          <Anchor key={camera.cameraId} component={Link} size="sm" to={`/cameras/${camera.cameraId}`}>
            {camera.name} ({t('map.metres', { count: camera.distanceM })})
          </Anchor>
        ))}
      </Group>
      {report.cameras.length === 0 && (
        <Text size="xs" c="dark.1">
          {t('report.noCameras')}
        </Text>
      )}
    </Stack>
  );
}

function Steps({ report }: { readonly report: Report }) {
  const { t } = useTranslation();
  const session = useSession();
  const move = useMoveReport();
  const result = useResultPhoto(report.id);
  const incident = useMakeIncident(report.id);
  const [note, setNote] = useState('');
  const [answer, setAnswer] = useState(report.answer);
  const failed = [move, result, incident].find(({ isError }) => isError);
  const needsAnswer = report.next.some((state) => NEEDS_ANSWER.includes(state));
  const mayShow = report.state === 'in-progress' || report.state === 'resolved';
  const mayMake = report.incidentId === null && report.state !== 'refused' && mayDo(session.data, 'incident.handle');
  if (report.next.length === 0) return null;
  return (
    <Stack gap="xs" data-steps>
      {needsAnswer && (
        <Textarea
          label={t('report.answer')}
          description={t('report.answerHint')}
          autosize
          minRows={2}
          maxLength={2000}
          value={answer}
          onChange={(event) => setAnswer(event.currentTarget.value)}
        />
      )}
      <Textarea
        label={t('report.note')}
        autosize
        minRows={1}
        maxLength={1000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {failed !== undefined && (
        <Alert color="red" variant="light" role="alert">
          {errorText(failed.error, t('common.offline'))}
        </Alert>
      )}
      <Group gap="xs">
        {report.next.map((to) => (
          <Button
            key={to}
            color={to === 'refused' ? 'red.8' : 'signal.7'}
            variant={to === 'refused' ? 'outline' : 'filled'}
            size="sm"
            loading={move.isPending}
            disabled={NEEDS_ANSWER.includes(to) && answer.trim().length < 3}
            onClick={() => move.mutate({ id: report.id, to, version: report.version, note, answer })}
          >
            {t(`report.moves.${to}`)}
          </Button>
        ))}
        {mayShow && (
          <FileButton
            accept="image/jpeg,image/png,image/webp"
            onChange={(file) => file !== null && result.mutate(file)}
          >
            {(props) => (
              <Button {...props} variant="default" size="sm" loading={result.isPending}>
                {t('report.addResult')}
              </Button>
            )}
          </FileButton>
        )}
        {mayMake && (
          <Button variant="default" size="sm" loading={incident.isPending} onClick={() => incident.mutate()}>
            {t('report.makeIncident')}
          </Button>
        )}
        {report.incidentId !== null && (
          <Anchor component={Link} to={`/incidents/${report.incidentId}`} size="sm">
            {t('report.incident')}
          </Anchor>
        )}
      </Group>
    </Stack>
  );
}
