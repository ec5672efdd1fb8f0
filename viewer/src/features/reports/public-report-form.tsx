import {
  Alert,
  Anchor,
  Button,
  FileInput,
  Select,
  Skeleton,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { ErrorPanel, errorText } from '../../shared/query-states.tsx';
import type { LngLat } from '../map/geo.ts';
import { PlacePicker } from './place-picker.tsx';
import { useReportForm, useSendReport } from './reports.queries.ts';

const PHOTO_KINDS = 'image/jpeg,image/png,image/webp';

/** What a citizen saw, where, and when they want to be called. */
export function PublicReportForm() {
  const { t } = useTranslation();
  const facts = useReportForm();
  const send = useSendReport();
  const [category, setCategory] = useState<string | null>(null);
  const [description, setDescription] = useState('');
  const [phone, setPhone] = useState('');
  const [photo, setPhoto] = useState<File | null>(null);
  const [place, setPlace] = useState<LngLat | null>(null);
  const centre = useMemo<LngLat | null>(() => {
    const at = facts.data?.centre ?? null;
    return at === null ? null : [at.longitude, at.latitude];
  }, [facts.data]);
  if (facts.isPending) return <Skeleton h={400} />;
  if (facts.isError) return <ErrorPanel error={facts.error} onRetry={() => void facts.refetch()} />;
  const { isOpen, categories, maxDescription, maxPhotoBytes, keptDays } = facts.data;
  if (!isOpen) {
    return (
      <Alert color="yellow" variant="light" title={t('report.closedTitle')}>
        {t('report.closedHint')}
      </Alert>
    );
  }
  if (send.data !== undefined) return <Sent receipt={send.data} />;
  const isTooLarge = photo !== null && photo.size > maxPhotoBytes;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (category === null || place === null || isTooLarge) return;
    const [longitude, latitude] = place;
    const draft = {
      category,
      description,
      latitude,
      longitude,
      ...(phone.trim() === '' ? {} : { phone: phone.trim() }),
    };
    send.mutate({ draft, photo });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Title order={1} size="h3">
          {t('report.title')}
        </Title>
        <Text size="sm" c="dark.1">
          {t('report.intro')}
        </Text>
        <Select
          label={t('report.category')}
          required
          allowDeselect={false}
          data={categories.map(({ id, name }) => ({ value: id, label: name[currentLanguage()] }))}
          value={category}
          onChange={setCategory}
        />
        <Textarea
          label={t('report.description')}
          required
          autosize
          minRows={3}
          maxLength={maxDescription}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <PlacePicker place={place} centre={centre} onPlace={setPlace} />
        <FileInput
          label={t('report.photo')}
          description={t('report.photoHint')}
          accept={PHOTO_KINDS}
          clearable
          clearButtonProps={{ 'aria-label': t('common.delete') }}
          leftSection={<IconPhoto size={17} />}
          value={photo}
          onChange={setPhoto}
          error={isTooLarge ? t('report.photoTooLarge') : null}
        />
        <TextInput
          label={t('report.phone')}
          description={t('report.phoneHint')}
          type="tel"
          maxLength={20}
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
        />
        <Text size="xs" c="dark.1">
          {t('report.privacy', { days: keptDays })}
        </Text>
        {send.isError && (
          <Alert color="red" variant="light" role="alert">
            {errorText(send.error, t('common.offline'))}
          </Alert>
        )}
        <Button type="submit" loading={send.isPending} disabled={category === null || place === null || isTooLarge}>
          {t('report.send')}
        </Button>
      </Stack>
    </form>
  );
}

interface SentProps {
  readonly receipt: {
    readonly number: number;
    readonly token: string;
    readonly acceptDueAt: string;
    readonly photoFailure: unknown;
  };
}

function Sent({ receipt }: SentProps) {
  const { t } = useTranslation();
  const path = `/report/${receipt.token}`;
  return (
    <Stack>
      <Title order={1} size="h3">
        {t('report.sentTitle', { number: receipt.number })}
      </Title>
      <Text>{t('report.sentHint', { time: formatDateTime(receipt.acceptDueAt) })}</Text>
      {receipt.photoFailure !== null && (
        <Alert color="yellow" variant="light" role="alert">
          {t('report.photoFailed', { reason: errorText(receipt.photoFailure, t('common.offline')) })}
        </Alert>
      )}
      <Text size="sm">{t('report.keepAddress')}</Text>
      <Anchor component={Link} to={path} style={{ wordBreak: 'break-all' }} data-report-link>
        {`${window.location.origin}${path}`}
      </Anchor>
    </Stack>
  );
}
