import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Blue-black ground of a dim control room; index 7 is the page, 6 a panel, 5 a raised panel, 4 a line. */
const night: MantineColorsTuple = [
  '#e6edf5',
  '#b9c6d4',
  '#8b9bad',
  '#5d6d80',
  '#263445',
  '#182330',
  '#111a25',
  '#0a1017',
  '#070b11',
  '#04070b',
];

const signal: MantineColorsTuple = [
  '#e3f6ff',
  '#c5e9fd',
  '#93d6fa',
  '#5fc2f7',
  '#38b0f3',
  '#1f9fe6',
  '#0d8ccf',
  '#0873ad',
  '#075d8b',
  '#06496d',
];

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '650' },
  colors: { dark: night, signal },
  primaryColor: 'signal',
  // White text on it keeps a contrast above 4.5 : 1 (WCAG AA).
  primaryShade: 7,
  defaultRadius: 'sm',
  cursorType: 'pointer',
});
