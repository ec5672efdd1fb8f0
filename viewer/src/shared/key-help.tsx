import { Group, Kbd, Table } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Dialog } from './dialog.tsx';
import { isTyping, KEY_BINDINGS } from './key-bindings.ts';

const SEQUENCE_MS = 1_200;
const JUMPS: Readonly<Record<string, string>> = {
  t: '/',
  w: '/walls',
  l: '/passages',
  c: '/cameras',
  d: '/coverage',
  a: '/alarms',
  i: '/incidents',
};

/** The keys with scope `everywhere`: `?` and the two-key jumps that begin with `g`. */
export function useGlobalKeys(isAdmin: boolean, onHelp: () => void): void {
  const navigate = useNavigate();
  const pressedGAtMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '?') onHelp();
      const isSequence = performance.now() - pressedGAtMs.current < SEQUENCE_MS;
      const target = isAdmin && event.key === 's' ? '/storage' : JUMPS[event.key];
      if (isSequence && target !== undefined) {
        // The second key of a jump must not also act on the page that is being left.
        event.stopImmediatePropagation();
        void navigate(target);
      }
      pressedGAtMs.current = event.key === 'g' ? performance.now() : Number.NEGATIVE_INFINITY;
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [isAdmin, navigate, onHelp]);
}

interface KeyHelpProps {
  readonly isOpen: boolean;
  readonly isAdmin: boolean;
  readonly onClose: () => void;
}

/** Every key, rendered from the one table of bindings. */
export function KeyHelp({ isOpen, isAdmin, onClose }: KeyHelpProps) {
  const { t } = useTranslation();
  return (
    <Dialog opened={isOpen} onClose={onClose} title={t('help.title')} size="md">
      <Table>
        <Table.Tbody>
          {KEY_BINDINGS.filter(({ isAdminOnly }) => isAdmin || isAdminOnly === undefined).map((binding) => (
            <Table.Tr key={binding.label}>
              <Table.Td w={200}>
                <Group gap={5}>
                  {binding.keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </Group>
              </Table.Td>
              <Table.Td>{t(`help.${binding.label}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}
