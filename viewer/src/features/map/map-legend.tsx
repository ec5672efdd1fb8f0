import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type MapState, STATE_COLOURS } from './map-images.ts';

const STATES: readonly MapState[] = ['live', 'stale', 'offline', 'connecting', 'disabled'];

/** What the shapes on the map mean, with how many cameras there are of each. */
export function MapLegend({ counts }: { readonly counts: ReadonlyMap<MapState, number> }) {
  const { t } = useTranslation();
  return (
    <Group gap="sm" px="sm" py={6} style={{ background: 'rgba(7, 11, 17, 0.85)', borderRadius: 6 }}>
      {STATES.map((state) => (
        <Group key={state} gap={5} wrap="nowrap">
          <StateShape state={state} />
          <Text size="xs">
            {t(`map.states.${state}`)} {counts.get(state) ?? 0}
          </Text>
        </Group>
      ))}
    </Group>
  );
}

/** The shapes of `drawState`, beside words. */
export function StateShape({ state }: { readonly state: MapState }) {
  const shape = { fill: STATE_COLOURS[state], stroke: '#070b11' };
  return (
    <svg viewBox="0 0 16 16" width={16} height={16} style={{ flex: 'none' }} aria-hidden="true">
      {state === 'stale' && <path d="M8 2 14 13H2Z" {...shape} />}
      {state === 'offline' && <path d="M3 3H13V13H3ZM6 6 10 10M10 6 6 10" {...shape} strokeWidth={1.5} />}
      {state === 'disabled' && <path d="M2 6H14V10H2Z" {...shape} />}
      {(state === 'live' || state === 'connecting') && <circle cx={8} cy={8} r={5.5} {...shape} />}
      {state === 'connecting' && <circle cx={8} cy={8} r={2.5} fill="#070b11" />}
    </svg>
  );
}
