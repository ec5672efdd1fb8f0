import { useEffect, useRef, useState } from 'react';
import { isTyping } from '../../shared/key-bindings.ts';
import { type ConsoleCommand, pressKey, restKeys, type Typed } from './console-keys.ts';

const REST_MS = 900;

/** Listens for the keys of a console; gives what is being typed, to be shown. `isOff`: another panel has the keys. */
export function useConsoleKeys(onCommand: (command: ConsoleCommand) => void, isOff = false): Typed | null {
  const [typed, setTyped] = useState<Typed | null>(null);
  const latest = useRef({ onCommand, typed });
  latest.current = { onCommand, typed };

  useEffect(() => {
    if (isOff) return;
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const isOnControl =
        event.target instanceof Element && event.target.closest('aside, header, nav, [data-controls]') !== null;
      // On a button that is no tile, Enter and the space bar press it.
      if (isOnControl && (event.key === 'Enter' || event.key === ' ') && latest.current.typed === null) return;
      const outcome = pressKey(latest.current.typed, event.key);
      if (!outcome.isTaken) return;
      event.preventDefault();
      latest.current.typed = outcome.typed;
      setTyped(outcome.typed);
      if (outcome.command !== null) latest.current.onCommand(outcome.command);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isOff]);

  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => {
      const command = restKeys(typed);
      // A camera number is waited for; whatever else leads nowhere is forgotten.
      if (command === null && typed.kind === 'call') return;
      setTyped(null);
      if (command !== null) latest.current.onCommand(command);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [typed]);

  return typed;
}
