import { Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';

const MapScreen = lazy(async () => ({ default: (await import('./map-screen.tsx')).MapScreen }));

/** The map is large: its code comes when somebody opens it. */
export function MapPage() {
  return (
    <Suspense fallback={<Loader m="xl" />}>
      <MapScreen />
    </Suspense>
  );
}
