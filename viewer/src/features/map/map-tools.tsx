import { ActionIcon, Paper, Stack, Tooltip } from '@mantine/core';
import { IconBoxMultiple, IconCurrentLocation, IconHandMove, IconLasso, IconRectangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** What a press on the map does. */
export type MapTool = 'look' | 'rectangle' | 'freehand' | 'near';

const TOOLS = [
  { tool: 'look', icon: IconHandMove },
  { tool: 'rectangle', icon: IconRectangle },
  { tool: 'freehand', icon: IconLasso },
  { tool: 'near', icon: IconCurrentLocation },
] as const;

interface MapToolsProps {
  readonly tool: MapTool;
  readonly onTool: (tool: MapTool) => void;
  /** Chooses what is in view: the lasso of the keyboard, which moves the map by arrows. */
  readonly onView: () => void;
}

export function MapTools({ tool: current, onTool, onView }: MapToolsProps) {
  const { t } = useTranslation();
  return (
    <Paper bg="dark.6" withBorder p={4}>
      <Stack gap={4} role="toolbar" aria-label={t('map.tools.label')}>
        {TOOLS.map(({ tool, icon: Icon }) => (
          <Tooltip key={tool} label={t(`map.tools.${tool}`)} position="left">
            <ActionIcon
              variant={tool === current ? 'filled' : 'subtle'}
              color={tool === current ? 'signal' : 'gray'}
              size="lg"
              aria-pressed={tool === current}
              aria-label={t(`map.tools.${tool}`)}
              onClick={() => onTool(tool === current ? 'look' : tool)}
            >
              <Icon size={20} />
            </ActionIcon>
          </Tooltip>
        ))}
        <Tooltip label={t('map.tools.view')} position="left">
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('map.tools.view')} onClick={onView}>
            <IconBoxMultiple size={20} />
          </ActionIcon>
        </Tooltip>
      </Stack>
    </Paper>
  );
}
