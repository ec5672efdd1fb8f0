/** Every key of the viewer, in one table that also renders the help. `label` is a key of the `help` texts. */
export interface KeyBinding {
  readonly keys: readonly string[];
  readonly label:
    | 'move'
    | 'open'
    | 'back'
    | 'fullscreen'
    | 'help'
    | 'goWall'
    | 'goPassages'
    | 'goCameras'
    | 'goCoverage'
    | 'goStorage'
    | 'goAlarms'
    | 'goIncidents'
    | 'newIncident'
    | 'chooseAlarm'
    | 'handleAlarm'
    | 'alarmIncident'
    | 'openAlarm'
    | 'playPause'
    | 'seekShort'
    | 'seekLong'
    | 'toLive'
    | 'zoom'
    | 'previousPassage'
    | 'ptzMove'
    | 'ptzZoom'
    | 'goWalls'
    | 'selectTile'
    | 'callCamera'
    | 'preset'
    | 'pushPanel'
    | 'lockPanel'
    | 'returnPanel'
    | 'tileMemory'
    | 'snapshot'
    | 'bookmark'
    | 'incident'
    | 'replay'
    | 'turn';
  readonly scope: 'everywhere' | 'wall' | 'camera' | 'alarms';
  readonly isAdminOnly?: true;
}

export const KEY_BINDINGS: readonly KeyBinding[] = [
  { keys: ['?'], label: 'help', scope: 'everywhere' },
  { keys: ['g', 't'], label: 'goWall', scope: 'everywhere' },
  { keys: ['g', 'w'], label: 'goWalls', scope: 'everywhere' },
  { keys: ['g', 'l'], label: 'goPassages', scope: 'everywhere' },
  { keys: ['g', 'c'], label: 'goCameras', scope: 'everywhere' },
  { keys: ['g', 'd'], label: 'goCoverage', scope: 'everywhere' },
  { keys: ['g', 'a'], label: 'goAlarms', scope: 'everywhere' },
  { keys: ['g', 'i'], label: 'goIncidents', scope: 'everywhere' },
  { keys: ['g', 's'], label: 'goStorage', scope: 'everywhere', isAdminOnly: true },
  { keys: ['f'], label: 'fullscreen', scope: 'everywhere' },
  { keys: ['←', '→', '↑', '↓'], label: 'move', scope: 'wall' },
  { keys: ['Enter'], label: 'open', scope: 'wall' },
  { keys: ['1', '2', 'Enter'], label: 'selectTile', scope: 'wall' },
  { keys: ['c', '0', '3', '4', '5', 'Enter'], label: 'callCamera', scope: 'wall' },
  { keys: ['1 - 9'], label: 'preset', scope: 'wall' },
  { keys: ['w', '1', '2'], label: 'pushPanel', scope: 'wall' },
  { keys: ['k'], label: 'lockPanel', scope: 'wall' },
  { keys: ['x'], label: 'returnPanel', scope: 'wall' },
  { keys: ['[', ']'], label: 'tileMemory', scope: 'wall' },
  { keys: ['Space'], label: 'snapshot', scope: 'wall' },
  { keys: ['b'], label: 'bookmark', scope: 'wall' },
  { keys: ['i'], label: 'incident', scope: 'wall' },
  { keys: ['r'], label: 'replay', scope: 'wall' },
  { keys: ['p'], label: 'turn', scope: 'wall' },
  { keys: ['Esc'], label: 'back', scope: 'camera' },
  { keys: ['Space'], label: 'playPause', scope: 'camera' },
  { keys: ['←', '→'], label: 'seekShort', scope: 'camera' },
  { keys: ['Shift ←', 'Shift →'], label: 'seekLong', scope: 'camera' },
  { keys: ['l'], label: 'toLive', scope: 'camera' },
  { keys: ['-', '+'], label: 'zoom', scope: 'camera' },
  { keys: ['[', ']'], label: 'previousPassage', scope: 'camera' },
  { keys: ['w', 'a', 's', 'd'], label: 'ptzMove', scope: 'camera' },
  { keys: ['e', 'q'], label: 'ptzZoom', scope: 'camera' },
  { keys: ['i'], label: 'newIncident', scope: 'camera' },
  { keys: ['j', 'k'], label: 'chooseAlarm', scope: 'alarms' },
  { keys: ['a', 'e', 'm', 'x'], label: 'handleAlarm', scope: 'alarms' },
  { keys: ['i'], label: 'alarmIncident', scope: 'alarms' },
  { keys: ['Enter'], label: 'openAlarm', scope: 'alarms' },
];

/** Whether a key press belongs to a field that the user is typing in, or to a dialog, and not to the page. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
      target.closest('[role="dialog"]') !== null)
  );
}
