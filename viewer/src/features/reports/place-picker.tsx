import { Alert, Button, Group, Loader, Stack, TextInput } from '@mantine/core';
import { IconCurrentLocation } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LngLat, parsePlace, placeText } from '../map/geo.ts';

const PickMap = lazy(async () => ({ default: (await import('./pick-map.tsx')).PickMap }));
const LOCATE_MS = 15_000;

interface PlacePickerProps {
  readonly place: LngLat | null;
  /** Where the map begins; null: the whole country. */
  readonly centre: LngLat | null;
  readonly onPlace: (place: LngLat | null) => void;
}

/** A place by a press on the map, by the phone's own position, or by numbers. */
export function PlacePicker({ place, centre, onPlace }: PlacePickerProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [isAsking, setIsAsking] = useState(false);
  const [isRefused, setIsRefused] = useState(false);
  const choose = (at: LngLat) => {
    setText(placeText(at));
    onPlace(at);
  };
  const locate = () => {
    setIsRefused(false);
    if (!('geolocation' in navigator)) return setIsRefused(true);
    setIsAsking(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setIsAsking(false);
        choose([coords.longitude, coords.latitude]);
      },
      () => {
        setIsAsking(false);
        setIsRefused(true);
      },
      { enableHighAccuracy: true, timeout: LOCATE_MS },
    );
  };
  return (
    <Stack gap={8}>
      <div style={{ position: 'relative', height: 260, borderRadius: 6, overflow: 'hidden' }}>
        <Suspense fallback={<Loader m="md" />}>
          <PickMap place={place} centre={centre} onPlace={choose} />
        </Suspense>
      </div>
      <Group align="flex-end" wrap="nowrap">
        <TextInput
          style={{ flex: 1 }}
          label={t('report.place')}
          description={t('report.placeHint')}
          placeholder="10.707900, 105.118350"
          required
          value={text}
          error={text !== '' && place === null ? t('report.placeWrong') : null}
          onChange={(event) => {
            setText(event.currentTarget.value);
            onPlace(parsePlace(event.currentTarget.value));
          }}
        />
        <Button variant="light" leftSection={<IconCurrentLocation size={17} />} loading={isAsking} onClick={locate}>
          {t('report.locate')}
        </Button>
      </Group>
      {isRefused && (
        <Alert color="yellow" variant="light" p="xs" role="alert">
          {t('report.locateRefused')}
        </Alert>
      )}
    </Stack>
  );
}
