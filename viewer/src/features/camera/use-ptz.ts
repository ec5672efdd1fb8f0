import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../../api/api.ts';
import { isTyping } from '../../shared/key-bindings.ts';
import { PtzDriver } from './ptz-driver.ts';
import { PTZ_KEYS, type PtzDirection, vectorOf } from './ptz-keys.ts';

interface PtzOptions {
  readonly cameraId: string;
  /** 0 to 1. */
  readonly speed: number;
  readonly onObeyed: () => void;
  readonly onFailed: (error: unknown) => void;
}

/** Press-and-hold turning by buttons and keys. Whatever is held is let go when the window loses the keyboard. */
export function usePtz({ cameraId, speed, onObeyed, onFailed }: PtzOptions) {
  const heldRef = useRef(new Set<PtzDirection>());
  const driverRef = useRef<PtzDriver | null>(null);
  const callbacksRef = useRef({ speed, onObeyed, onFailed });
  const [held, setHeld] = useState<ReadonlySet<PtzDirection>>(new Set());
  useEffect(() => {
    callbacksRef.current = { speed, onObeyed, onFailed };
  });

  const steer = useCallback((change: (held: Set<PtzDirection>) => void) => {
    change(heldRef.current);
    setHeld(new Set(heldRef.current));
    driverRef.current?.steer(vectorOf(heldRef.current, callbacksRef.current.speed));
  }, []);
  const press = useCallback((direction: PtzDirection) => steer((all) => all.add(direction)), [steer]);
  const release = useCallback((direction: PtzDirection) => steer((all) => all.delete(direction)), [steer]);

  useEffect(() => {
    const params = { path: { id: cameraId } };
    const driver = new PtzDriver(async (order) => {
      try {
        if (order.kind === 'stop') await api.POST('/api/v1/cameras/{id}/ptz/stop', { params });
        else {
          const body = { ...order.vector, forMs: order.forMs };
          await api.POST('/api/v1/cameras/{id}/ptz/move', { params, body });
        }
        callbacksRef.current.onObeyed();
      } catch (error) {
        callbacksRef.current.onFailed(error);
        throw error;
      }
    });
    driverRef.current = driver;
    const onKeyDown = (event: KeyboardEvent) => {
      const direction = PTZ_KEYS[event.key.toLowerCase()];
      if (direction === undefined || event.repeat || isTyping(event)) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      press(direction);
    };
    const onKeyUp = (event: KeyboardEvent) => {
      const direction = PTZ_KEYS[event.key.toLowerCase()];
      if (direction !== undefined && heldRef.current.has(direction)) release(direction);
    };
    const onBlur = () => steer((all) => all.clear());
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keyup', onKeyUp);
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
      window.removeEventListener('blur', onBlur);
      heldRef.current.clear();
      driver.close();
      driverRef.current = null;
    };
  }, [cameraId, press, release, steer]);

  return { held, press, release };
}
