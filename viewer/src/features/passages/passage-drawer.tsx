import { Button, Drawer, Group, Skeleton, Stack, Table, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { mediaPath, type Passage } from '../../api/api.ts';
import { formatDateTime, formatTime } from '../../shared/format-time.ts';
import { colourKey, groundKey, objectClassKey } from '../../shared/object-class.ts';
import { PlateChip } from '../../shared/plate-chip.tsx';
import { plateKindName } from '../../shared/plate-kind-name.ts';
import { ErrorPanel } from '../../shared/query-states.tsx';
import classes from './passages.module.css';
import { usePassage } from './passages.queries.ts';

const LEAD_MS = 3_000;

interface PassageDrawerProps {
  readonly passageId: string | null;
  readonly onClose: () => void;
}

/** Everything known of one passage: stills, vote, every read, and the way to its recording. */
export function PassageDrawer({ passageId, onClose }: PassageDrawerProps) {
  const { t } = useTranslation();
  const passage = usePassage(passageId);
  return (
    <Drawer
      opened={passageId !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={<Text fw={650}>{t('passages.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {passage.isPending && <Skeleton h={360} />}
      {passage.isError && <ErrorPanel error={passage.error} onRetry={() => void passage.refetch()} />}
      {passage.data !== undefined && <PassageDetail passage={passage.data} />}
    </Drawer>
  );
}

function PassageDetail({ passage }: { readonly passage: Passage }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { plate, plateBox } = passage;
  return (
    <Stack gap="md">
      <Group justify="space-between" align="center">
        {plate === null ? <Text c="dimmed">{t('passages.noPlate')}</Text> : <PlateChip plate={plate} size="large" />}
        {passage.hasCrop && (
          <img className={classes.largeCrop} src={mediaPath.crop(passage.id)} alt={t('passages.picture')} />
        )}
      </Group>
      {passage.hasScene ? (
        <SceneStill passage={passage} box={plateBox} />
      ) : (
        <Text c="dimmed" size="sm">
          {t('passages.noPicture')}
        </Text>
      )}
      <Button
        leftSection={<IconPlayerPlay size={16} />}
        onClick={() =>
          void navigate(`/cameras/${passage.cameraId}?at=${Math.round(Date.parse(passage.startedAt) - LEAD_MS)}`)
        }
      >
        {t('passages.play')}
      </Button>
      <Table variant="vertical" layout="fixed" withRowBorders>
        <Table.Tbody>
          <Fact name={t('passages.camera')} value={passage.cameraName} />
          <Fact
            name={t('passages.time')}
            value={`${formatDateTime(passage.startedAt)} – ${formatTime(passage.endedAt)}`}
          />
          <Fact name={t('passages.vehicle')} value={t(objectClassKey(passage.objectClass))} />
          {passage.colour !== null && <Fact name={t('passages.colour')} value={t(colourKey(passage.colour))} />}
          {plate !== null && (
            <>
              <Fact name={t('passages.confidence')} value={`${Math.round(plate.confidence * 100)} %`} />
              <Fact name={t('passages.ground')} value={t(groundKey(plate.ground))} />
              <Fact name={t('passages.kinds')} value={plate.kindCandidates.map(plateKindName).join(', ')} />
            </>
          )}
        </Table.Tbody>
      </Table>
      {plate !== null && plate.reads.length > 0 && (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('passages.time')}</Table.Th>
              <Table.Th>{t('passages.reads', { count: passage.readCount })}</Table.Th>
              <Table.Th ta="right">{t('passages.confidence')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {plate.reads.map((read) => (
              <Table.Tr key={`${read.at}-${read.text}`}>
                <Table.Td>{formatTime(read.at)}</Table.Td>
                <Table.Td ff="monospace">{read.text}</Table.Td>
                <Table.Td ta="right">{Math.round(read.confidence * 100)} %</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <Table.Tr>
      <Table.Th w={140}>{name}</Table.Th>
      <Table.Td>{value}</Table.Td>
    </Table.Tr>
  );
}

/** The scene with the plate framed; the frame is drawn over the picture, never into it. */
function SceneStill({ passage, box }: { readonly passage: Passage; readonly box: Passage['plateBox'] }) {
  const { t } = useTranslation();
  return (
    <figure className={classes.scene}>
      <img
        src={mediaPath.scene(passage.id)}
        alt={t('passages.scene')}
        onLoad={(event) => {
          const image = event.currentTarget;
          const frame = image.nextElementSibling;
          if (box === null || !(frame instanceof HTMLElement)) return;
          frame.style.left = `${(box.x / image.naturalWidth) * 100}%`;
          frame.style.top = `${(box.y / image.naturalHeight) * 100}%`;
          frame.style.width = `${(box.width / image.naturalWidth) * 100}%`;
          frame.style.height = `${(box.height / image.naturalHeight) * 100}%`;
          frame.hidden = false;
        }}
      />
      <span className={classes.box} hidden />
    </figure>
  );
}
