import {
  Anchor,
  Button,
  Group,
  ScrollArea,
  Skeleton,
  Stack,
  Text,
  TextInput,
  Title,
  UnstyledButton,
} from '@mantine/core';
import { IconCameraOff, IconMapPinOff, IconSearch } from '@tabler/icons-react';
import { foldText } from '@thapcanh/core/text/fold-text';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CameraFeature } from '../../api/api.ts';
import { EmptyState } from '../../shared/query-states.tsx';
import { useCameras } from '../cameras/cameras.queries.ts';
import { type LngLat, wayBetween } from './geo.ts';
import classes from './map.module.css';
import { StateShape } from './map-legend.tsx';

/** As many live pictures as a wall shows at once. */
const MAX_ON_WALL = 25;
const MAX_ROWS = 200;

interface MapSideProps {
  readonly features: readonly CameraFeature[];
  readonly isLoading: boolean;
  readonly picked: string | null;
  /** Chosen by lasso or as the nearest, in this order; empty: all are listed. */
  readonly chosen: readonly string[];
  readonly near: LngLat | null;
  readonly mayPlace: boolean;
  readonly onGo: (id: string) => void;
  readonly onPlace: (id: string) => void;
  readonly onClear: () => void;
}

/** The same cameras as a list: search, what was chosen, what has no place yet. */
export function MapSide({ features, isLoading, picked, chosen, near, mayPlace, ...acts }: MapSideProps) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const wanted = foldText(query);
  const byId = new Map(features.map((feature) => [feature.id, feature]));
  const pool = chosen.length === 0 ? features : chosen.flatMap((id) => byId.get(id) ?? []);
  const found = pool.filter(({ id, properties }) =>
    foldText(`${properties.number} ${properties.name} ${id}`).includes(wanted),
  );
  const onWall = chosen.slice(0, MAX_ON_WALL);
  return (
    <div className={classes.side}>
      <Stack gap={8} p="sm" style={{ borderBottom: '1px solid var(--tc-line)' }}>
        <Title order={1} size="h4">
          {t('map.title')}
        </Title>
        <TextInput
          size="xs"
          leftSection={<IconSearch size={15} />}
          placeholder={t('map.search')}
          aria-label={t('map.search')}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        {chosen.length > 0 && (
          <Stack gap={6} data-chosen={chosen.length}>
            <Text size="sm" fw={600} role="status">
              {near === null ? t('map.chosen', { count: chosen.length }) : t('map.nearestOf', { count: chosen.length })}
            </Text>
            <Group gap="xs">
              <Button component={Link} to={`/?cameras=${onWall.join(',')}`} size="compact-sm">
                {t('map.openWall', { count: onWall.length })}
              </Button>
              <Button size="compact-sm" variant="default" onClick={acts.onClear}>
                {t('map.clear')}
              </Button>
            </Group>
            {chosen.length > MAX_ON_WALL && (
              <Text size="xs" c="dimmed">
                {t('map.wallLimit', { count: MAX_ON_WALL })}
              </Text>
            )}
          </Stack>
        )}
      </Stack>
      <ScrollArea style={{ flex: 1, minHeight: 0 }}>
        {isLoading && <Skeleton h={120} m="sm" />}
        {!isLoading && features.length === 0 && (
          <EmptyState icon={IconMapPinOff} title={t('map.emptyTitle')} hint={t('map.emptyHint')} />
        )}
        {features.length > 0 && found.length === 0 && <EmptyState icon={IconCameraOff} title={t('cameras.noMatch')} />}
        {found.slice(0, MAX_ROWS).map(({ id, geometry, properties }) => (
          <UnstyledButton key={id} className={classes.row} data-active={id === picked} onClick={() => acts.onGo(id)}>
            <StateShape state={properties.state} />
            <Text size="sm" truncate style={{ flex: 1 }}>
              {properties.number} · {properties.name}
            </Text>
            <Text size="xs" c="dimmed">
              {near === null
                ? t(`map.states.${properties.state}`)
                : t('map.metres', { count: Math.round(distanceOf(near, geometry.coordinates)) })}
            </Text>
          </UnstyledButton>
        ))}
        {found.length > MAX_ROWS && (
          <Text size="xs" c="dimmed" p="sm">
            {t('map.moreRows', { count: found.length - MAX_ROWS })}
          </Text>
        )}
        {mayPlace && chosen.length === 0 && <Unplaced wanted={wanted} onPlace={acts.onPlace} />}
      </ScrollArea>
    </div>
  );
}

function distanceOf(near: LngLat, [longitude = 0, latitude = 0]: readonly number[]): number {
  return wayBetween(near, [longitude, latitude]).metres;
}

function Unplaced({ wanted, onPlace }: { readonly wanted: string; readonly onPlace: (id: string) => void }) {
  const { t } = useTranslation();
  const cameras = useCameras();
  const unplaced = (cameras.data ?? []).filter(
    ({ latitude, name, id }) => latitude === null && foldText(`${name} ${id}`).includes(wanted),
  );
  if (unplaced.length === 0) return null;
  return (
    <>
      <Text size="xs" fw={600} c="dimmed" px="sm" pt="sm" pb={4}>
        {t('map.unplaced', { count: unplaced.length })}
      </Text>
      {unplaced.slice(0, MAX_ROWS).map(({ id, name, number }) => (
        <div key={id} className={classes.row}>
          <Anchor component={Link} to={`/cameras/${id}`} size="sm" truncate style={{ flex: 1 }}>
            {number} · {name}
          </Anchor>
          <Button
            size="compact-xs"
            variant="light"
            onClick={() => onPlace(id)}
            aria-label={`${t('map.place')} ${name}`}
          >
            {t('map.place')}
          </Button>
        </div>
      ))}
    </>
  );
}
