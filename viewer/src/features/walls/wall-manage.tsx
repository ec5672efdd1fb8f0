import { Alert, Button, Group, NumberInput, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FixedLayout, WALL_LAYOUTS } from '@thapcanh/core/walls/wall-layout';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Wall, WallPanel, WallScreen } from '../../api/api.ts';
import { DeleteDialog } from '../../shared/delete-dialog.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { useDeleteWall, useEditWall } from './wall-edit.queries.ts';
import { newScreen, presetEdit, screenEdits, withLayout, withPreset, withReserve } from './wall-edit.ts';
import { WallKeys } from './wall-keys.tsx';

const FIXED = WALL_LAYOUTS.filter((layout): layout is FixedLayout => layout !== 'free');
const SEVERITIES = [1, 2, 3, 4] as const;
const PRESET_NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(String);

interface WallManageProps {
  readonly wall: Wall;
  readonly screen: WallScreen;
  readonly panel: WallPanel | null;
}

/** Arranges a wall: screens and layouts, panels for alarms, presets from what stands there, keys of its computers. */
export function WallManage({ wall, screen, panel }: WallManageProps) {
  const { t } = useTranslation();
  const edit = useEditWall(wall);
  const remove = useDeleteWall();
  const navigate = useNavigate();
  const [presetNumber, setPresetNumber] = useState('1');
  const [presetName, setPresetName] = useState('');
  const [isRemoving, setRemoving] = useState(false);
  const numbers = wall.screens.flatMap(({ panels }) => panels.map(({ number }) => number));
  const addScreen = () => {
    const count = wall.screens.length + 1;
    const id = `s${Math.max(0, ...wall.screens.map((one) => Number(one.id.slice(1)) || 0)) + 1}`;
    const added = newScreen(id, `${t('walls.screen')} ${count}`, '9', numbers);
    edit.mutate({ screens: [...screenEdits(wall.screens), added] });
  };
  const keepPreset = () => {
    const name = presetName.trim() === '' ? presetNumber : presetName.trim();
    edit.mutate({ presets: withPreset(wall, Number(presetNumber), name) });
  };
  return (
    <Stack gap="sm" p="sm">
      <Title order={2} size="h5">
        {t('walls.manage')}
      </Title>
      {edit.isError && (
        <Alert color="orange" variant="light" p="xs" role="alert">
          {errorText(edit.error, t('common.offline'))}
        </Alert>
      )}
      <Select
        size="xs"
        label={t('walls.layoutOf', { name: screen.name })}
        data={FIXED}
        value={screen.layout}
        allowDeselect={false}
        onChange={(value) => {
          const layout = FIXED.find((one) => one === value);
          if (layout !== undefined) edit.mutate({ screens: withLayout(wall.screens, screen.id, layout) });
        }}
      />
      <Group gap={6}>
        <Button size="compact-sm" variant="default" onClick={addScreen}>
          {t('walls.addScreen')}
        </Button>
        {wall.screens.length > 1 && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => edit.mutate({ screens: screenEdits(wall.screens.filter((one) => one.id !== screen.id)) })}
          >
            {t('walls.removeScreen', { name: screen.name })}
          </Button>
        )}
      </Group>
      {panel === null ? (
        <Text size="xs" c="dimmed">
          {t('walls.choosePanel')}
        </Text>
      ) : (
        <Group gap={6} align="flex-end" wrap="nowrap">
          <Select
            size="xs"
            label={t('walls.reserve', { number: panel.number })}
            data={[
              { value: '0', label: t('walls.reserveNone') },
              ...SEVERITIES.map((one) => ({ value: String(one), label: t(`walls.severities.${one}`) })),
            ]}
            value={String(panel.reserve?.severity ?? 0)}
            allowDeselect={false}
            onChange={(value) => {
              const severity = SEVERITIES.find((one) => String(one) === value);
              const reserve = severity === undefined ? null : { severity, showS: panel.reserve?.showS ?? null };
              edit.mutate({ screens: withReserve(wall.screens, panel.number, reserve) });
            }}
          />
          {panel.reserve !== null && (
            <NumberInput
              key={panel.number}
              size="xs"
              w={110}
              label={t('walls.showS')}
              placeholder={t('walls.untilAcknowledged')}
              min={5}
              max={3600}
              defaultValue={panel.reserve.showS ?? ''}
              onBlur={(event) => {
                const seconds = Number(event.currentTarget.value);
                const showS = seconds >= 5 && seconds <= 3600 ? Math.round(seconds) : null;
                const { severity } = panel.reserve ?? { severity: 3 as const };
                edit.mutate({ screens: withReserve(wall.screens, panel.number, { severity, showS }) });
              }}
            />
          )}
        </Group>
      )}
      <Text size="xs" fw={650} c="dark.1">
        {t('walls.keepPreset')}
      </Text>
      <Group gap={6} wrap="nowrap">
        <Select
          size="xs"
          w={64}
          aria-label={t('walls.presetNumber')}
          data={PRESET_NUMBERS}
          value={presetNumber}
          allowDeselect={false}
          onChange={(value) => setPresetNumber(value ?? '1')}
        />
        <TextInput
          size="xs"
          aria-label={t('walls.presetName')}
          placeholder={t('walls.presetName')}
          maxLength={80}
          value={presetName}
          onChange={(event) => setPresetName(event.currentTarget.value)}
        />
        <Button size="compact-sm" style={{ flex: 'none' }} onClick={keepPreset} loading={edit.isPending}>
          {t('common.save')}
        </Button>
      </Group>
      <Group gap={6}>
        {wall.presets.map((preset) => (
          <Button
            key={preset.number}
            size="compact-xs"
            variant="default"
            onClick={() => edit.mutate({ presets: wall.presets.filter((one) => one !== preset).map(presetEdit) })}
          >
            {t('walls.removePreset', { name: `${preset.number} ${preset.name}` })}
          </Button>
        ))}
      </Group>
      <WallKeys wall={wall} screen={screen} />
      <Button size="compact-sm" variant="subtle" color="red" onClick={() => setRemoving(true)}>
        {t('walls.remove')}
      </Button>
      {isRemoving && (
        <DeleteDialog
          title={t('walls.removeTitle', { name: wall.name })}
          explanation={t('walls.removeHint')}
          done={t('walls.removed')}
          id={wall.id}
          remove={remove}
          onClose={() => {
            setRemoving(false);
            if (remove.isSuccess) void navigate('/walls');
          }}
        />
      )}
    </Stack>
  );
}
