import { useEffect } from 'react';
import { isTyping } from '../../shared/key-bindings.ts';

export interface AlarmKeyActions {
  readonly move: (steps: 1 | -1) => void;
  readonly acknowledge: () => void;
  readonly escalate: () => void;
  readonly mute: () => void;
  readonly incident: () => void;
  readonly close: () => void;
  readonly open: () => void;
}

/** The keys of `key-bindings.ts` with scope `alarms`. */
export function useAlarmKeys(actions: AlarmKeyActions): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Enter' && event.target instanceof Element && event.target.closest('button, a') !== null)
        return;
      const handlers: Record<string, () => void> = {
        j: () => actions.move(1),
        ArrowDown: () => actions.move(1),
        k: () => actions.move(-1),
        ArrowUp: () => actions.move(-1),
        a: actions.acknowledge,
        e: actions.escalate,
        m: actions.mute,
        i: actions.incident,
        x: actions.close,
        Enter: actions.open,
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
