import { useEffect } from 'react';
import { isTyping } from '../../shared/key-bindings.ts';

export interface CameraKeyActions {
  readonly back: () => void;
  readonly playPause: () => void;
  readonly seekBy: (ms: number) => void;
  readonly toLive: () => void;
  readonly newIncident: () => void;
  readonly zoomBy: (steps: 1 | -1) => void;
  readonly passage: (direction: 'previous' | 'next') => void;
}

const SHORT_SEEK_MS = 10_000;
const LONG_SEEK_MS = 60_000;

/** The keys of `key-bindings.ts` with scope `camera`. */
export function useCameraKeys(actions: CameraKeyActions): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      // The space bar presses the button that has the focus.
      if (event.key === ' ' && event.target instanceof Element && event.target.closest('button, a') !== null) return;
      const seekMs = event.shiftKey ? LONG_SEEK_MS : SHORT_SEEK_MS;
      const handlers: Record<string, () => void> = {
        Escape: actions.back,
        ' ': actions.playPause,
        ArrowLeft: () => actions.seekBy(-seekMs),
        ArrowRight: () => actions.seekBy(seekMs),
        l: actions.toLive,
        i: actions.newIncident,
        '+': () => actions.zoomBy(-1),
        '=': () => actions.zoomBy(-1),
        '-': () => actions.zoomBy(1),
        '[': () => actions.passage('previous'),
        ']': () => actions.passage('next'),
      };
      const handler = handlers[event.key];
      if (handler === undefined) return;
      event.preventDefault();
      handler();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [actions]);
}
