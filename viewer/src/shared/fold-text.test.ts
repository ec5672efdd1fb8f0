import { expect, test } from 'vitest';
import { foldText } from './fold-text.ts';

test('a name is found without its marks', () => {
  expect(foldText(' Châu Đốc ')).toBe('chau doc');
  expect(foldText('Cổng Bắc – ô tô')).toContain('cong bac');
});

test('composed and decomposed letters are the same', () => {
  expect(foldText('Huế'.normalize('NFD'))).toBe(foldText('Huế'.normalize('NFC')));
});
