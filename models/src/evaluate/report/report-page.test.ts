import { expect, test } from 'vitest';
import { type ReportContent, reportPage } from './report-page.ts';

const content: ReportContent = {
  task: 'plates',
  model: 'reader',
  figures: { n: 2, exact: 0.5, ap50: { car: 0.25, bus: null } },
  groups: { '<b>gate</b>': { n: 1, exact: 1 } },
  confusion: { rows: ['1'], columns: ['1', '7'], counts: [[5, 2]] },
  mistakes: [
    {
      caption: { vi: 'sót', en: 'missed' },
      pictures: [
        {
          image: '"><script>x</script>.jpg',
          address: 'data:image/jpeg;base64,AAAA',
          view: { x: 0, y: 0, width: 300, height: 150 },
          marks: [{ box: { x: 1, y: 2, width: 3, height: 4 }, text: '<51G>', kind: 'found' }],
        },
      ],
    },
  ],
  unreadable: [{ line: 7, image: 'gone.jpg', reason: { vi: 'Không mở được', en: 'Cannot be opened' } }],
};

test('what stands in the labels is text, never markup', () => {
  const page = reportPage(content);
  expect(page).not.toContain('<script');
  expect(page).not.toContain('<b>gate');
  expect(page).toContain('&lt;51G&gt;');
});

test('the page needs nothing else', () => {
  const page = reportPage(content);
  expect(page).toContain(`default-src 'none'; img-src data:`);
  expect([...page.matchAll(/(?:href|src)="([^"]*)"/g)].map((match) => match[1])).toEqual([
    'data:image/jpeg;base64,AAAA',
  ]);
});

test('headings are in both languages, figures stand beside those of the groups', () => {
  const page = reportPage(content);
  expect(page).toContain('<h2>Bảng nhầm lẫn <small lang="en">Confusion table</small></h2>');
  expect(page).toContain('<h2>Ảnh không đọc được: 1 <small lang="en">unreadable pictures</small></h2>');
  expect(page).toContain('<th scope="row">exact</th><td>0.5</td><td>1</td>');
  expect(page).toContain('<th scope="row">ap50 bus</th><td>–</td>');
  expect(page).toContain('<td class="right">5</td><td class="wrong">2</td>');
  expect(page).toContain('<code>gone.jpg</code> (7): Không mở được <small lang="en">Cannot be opened</small>');
});

test('without confusions and unreadable pictures it says so or nothing', () => {
  const page = reportPage({ ...content, unreadable: [], confusion: { rows: [], columns: [], counts: [] } });
  expect(page).toContain('Nothing was confused.');
  expect(page).not.toContain('unreadable pictures');
});
