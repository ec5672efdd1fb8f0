import { Button, Group, NumberInput, Paper, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Marker } from 'maplibre-gl';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Camera, isProblem } from '../../api/api.ts';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { type LngLat, placeAt, wayBetween } from './geo.ts';
import { usePlaceCamera } from './map.queries.ts';
import type { MapView } from './map-view.ts';

interface PlaceEditorProps {
  readonly camera: Camera;
  readonly view: MapView;
  readonly onClose: () => void;
}

interface Draft {
  readonly at: LngLat;
  readonly bearingDeg: number;
  readonly viewDeg: number;
  readonly viewM: number;
}

const DEFAULT = { bearingDeg: 0, viewDeg: 80, viewM: 40 };
const MAX_VIEW_M = 5_000;

function draftOf(camera: Camera, centre: LngLat): Draft {
  const { latitude, longitude } = camera;
  return {
    at: latitude === null || longitude === null ? centre : [longitude, latitude],
    bearingDeg: camera.bearingDeg ?? DEFAULT.bearingDeg,
    viewDeg: camera.viewDeg ?? DEFAULT.viewDeg,
    viewM: camera.viewM ?? DEFAULT.viewM,
  };
}

function handle(view: MapView, colour: string, label: string, place: LngLat, onMove: (at: LngLat) => void): Marker {
  const marker = new Marker({ color: colour, draggable: true }).setLngLat([...place]).addTo(view.engine);
  marker.getElement().setAttribute('aria-label', label);
  marker.on('drag', () => {
    const { lng, lat } = marker.getLngLat();
    onMove([lng, lat]);
  });
  return marker;
}

/**
 * Puts a camera on the map: one handle is dragged to its place, the other to the end of what it sees. The same by
 * numbers, for whoever uses the keyboard.
 */
export function PlaceEditor({ camera, view, onClose }: PlaceEditorProps) {
  const { t } = useTranslation();
  const save = usePlaceCamera();
  const [start] = useState(() => draftOf(camera, view.centre));
  const [draft, setDraft] = useState(start);
  const markers = useRef<{ place: Marker; aim: Marker } | null>(null);
  const labels = useRef({ place: '', aim: '' });
  labels.current = { place: t('map.placeHandle'), aim: t('map.aimHandle') };

  useEffect(() => {
    const place = handle(view, '#38b0f3', labels.current.place, start.at, (at) =>
      setDraft((before) => ({ ...before, at })),
    );
    const aim = handle(view, '#fbbf24', labels.current.aim, placeAt(start.at, start.bearingDeg, start.viewM), (end) =>
      setDraft((before) => {
        const { metres, bearingDeg } = wayBetween(before.at, end);
        const viewM = Math.min(MAX_VIEW_M, Math.max(5, Math.round(metres)));
        return { ...before, bearingDeg: Math.round(bearingDeg) % 360, viewM };
      }),
    );
    markers.current = { place, aim };
    view.show([start.at]);
    return () => {
      place.remove();
      aim.remove();
      view.setDraft(null);
    };
  }, [start, view]);

  useEffect(() => {
    const { at, ...cone } = draft;
    markers.current?.place.setLngLat([...at]);
    markers.current?.aim.setLngLat([...placeAt(at, cone.bearingDeg, cone.viewM)]);
    view.setDraft({ at, ...cone });
  }, [draft, view]);

  const [longitude, latitude] = draft.at;
  const number = (value: number | string, fallback: number): number =>
    typeof value === 'number' && Number.isFinite(value) ? value : fallback;
  const failure = !save.isError
    ? null
    : isProblem(save.error, 412)
      ? t('cameras.conflict')
      : errorText(save.error, t('common.offline'));
  const submit = () => {
    const { bearingDeg, viewDeg, viewM } = draft;
    const place = { latitude, longitude, bearingDeg, viewDeg, viewM };
    save.mutate(
      { id: camera.id, version: camera.version, place },
      {
        onSuccess: () => {
          notifications.show({ message: t('cameras.saved', { name: camera.name }), color: 'teal' });
          onClose();
        },
      },
    );
  };
  return (
    <Paper
      component="form"
      bg="dark.6"
      withBorder
      p="sm"
      data-place={camera.id}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="xs">
        <Text fw={600} size="sm">
          {t('map.placing', { name: camera.name })}
        </Text>
        <Text size="xs" c="dimmed">
          {t('map.placingHint')}
        </Text>
        <Group grow>
          <NumberInput
            label={t('map.latitude')}
            value={latitude}
            min={-90}
            max={90}
            decimalScale={6}
            step={0.0001}
            onChange={(value) => setDraft({ ...draft, at: [longitude, number(value, latitude)] })}
          />
          <NumberInput
            label={t('map.longitude')}
            value={longitude}
            min={-180}
            max={180}
            decimalScale={6}
            step={0.0001}
            onChange={(value) => setDraft({ ...draft, at: [number(value, longitude), latitude] })}
          />
        </Group>
        <Group grow>
          <NumberInput
            label={t('map.bearing')}
            value={draft.bearingDeg}
            min={0}
            max={359}
            step={5}
            onChange={(value) => setDraft({ ...draft, bearingDeg: number(value, draft.bearingDeg) % 360 })}
          />
          <NumberInput
            label={t('map.width')}
            value={draft.viewDeg}
            min={1}
            max={360}
            step={5}
            onChange={(value) => setDraft({ ...draft, viewDeg: Math.max(1, number(value, draft.viewDeg)) })}
          />
          <NumberInput
            label={t('map.reach')}
            value={draft.viewM}
            min={1}
            max={MAX_VIEW_M}
            step={5}
            onChange={(value) => setDraft({ ...draft, viewM: Math.max(1, number(value, draft.viewM)) })}
          />
        </Group>
        <Button
          size="compact-xs"
          variant="subtle"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => setDraft({ ...draft, at: view.centre })}
        >
          {t('map.toCentre')}
        </Button>
        <DialogActions failure={failure} isPending={save.isPending} onCancel={onClose} />
      </Stack>
    </Paper>
  );
}
