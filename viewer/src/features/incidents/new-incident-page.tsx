import { Center, Loader } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { ErrorPanel } from '../../shared/query-states.tsx';
import { type IncidentWish, useCreateIncident } from './incidents.queries.ts';

/** `?camera=&at=` or `?alarm=`: opens an incident of that moment at once; what it is can be said afterwards. */
export function NewIncidentPage() {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const create = useCreateIncident();
  const isAsked = useRef(false);
  const [cameraId, at, alarmId] = [search.get('camera'), search.get('at'), search.get('alarm')];
  const { mutate } = create;
  useEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    const wish: IncidentWish = {
      ...(cameraId !== null && { cameraId }),
      ...(at !== null && { at }),
      ...(alarmId !== null && { alarmId }),
    };
    mutate(wish, { onSuccess: ({ id }) => void navigate(`/incidents/${id}`, { replace: true }) });
  }, [cameraId, at, alarmId, mutate, navigate]);
  if (create.isError) return <ErrorPanel error={create.error} />;
  return (
    <Center mih={240}>
      <Loader />
    </Center>
  );
}
