import { Button, Group, Menu, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBookmarks } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsoleLayout, TileContent } from '../../api/api.ts';
import { errorText } from '../../shared/query-states.tsx';
import { useSaveConsoleLayout } from './console.queries.ts';
import type { ConsoleArrangement } from './use-console.ts';

const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

interface ConsoleLayoutsProps {
  readonly layouts: readonly ConsoleLayout[];
  readonly current: { readonly arrangement: ConsoleArrangement; readonly tiles: readonly (TileContent | null)[] };
  readonly onLoad: (layout: ConsoleLayout) => void;
}

/** The person's own arrangements: calls one, or keeps the current one under a number. They follow the account. */
export function ConsoleLayouts({ layouts, current, onLoad }: ConsoleLayoutsProps) {
  const { t } = useTranslation();
  const save = useSaveConsoleLayout();
  const [name, setName] = useState('');
  const keep = (number: number) => {
    const layout = current.arrangement === 'all' ? '25' : current.arrangement;
    save.mutate(
      {
        number,
        name: name.trim() === '' ? `${t('walls.layout')} ${number}` : name.trim(),
        layout,
        tiles: [...current.tiles.slice(0, 64)],
      },
      {
        onSuccess: () => notifications.show({ color: 'teal', message: t('walls.layoutSaved', { number }) }),
        onError: (error) => notifications.show({ color: 'orange', message: errorText(error, t('common.offline')) }),
      },
    );
  };
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button size="compact-sm" variant="default" leftSection={<IconBookmarks size={15} />}>
          {t('walls.mine')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {layouts.length === 0 && <Menu.Label>{t('walls.noLayouts')}</Menu.Label>}
        {layouts.map((layout) => (
          <Menu.Item key={layout.number} onClick={() => onLoad(layout)}>
            {layout.number} · {layout.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('walls.keepAs')}</Menu.Label>
        <TextInput
          size="xs"
          mx="sm"
          mb={6}
          maxLength={80}
          aria-label={t('walls.layoutName')}
          placeholder={t('walls.layoutName')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group gap={4} px="sm" pb={6}>
          {NUMBERS.map((number) => (
            <Button key={number} size="compact-xs" variant="default" onClick={() => keep(number)}>
              {number}
            </Button>
          ))}
        </Group>
      </Menu.Dropdown>
    </Menu>
  );
}
