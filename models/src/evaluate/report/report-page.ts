import type { LocalText } from '@thapcanh/core/errors/app-error';
import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { Figures, Mark } from '../eval-task.ts';
import type { Confusion } from '../metrics/confusion.ts';
import type { UnreadablePicture } from '../open-picture.ts';

/** A picture inside the page. */
export interface ReportPicture {
  readonly image: string;
  /** `data:` address. */
  readonly address: string;
  /** The part of the picture that is shown, in the pixels of the marks. */
  readonly view: PixelBox;
  readonly marks: readonly Mark[];
}

export interface ReportMistake {
  readonly caption: LocalText;
  readonly pictures: readonly ReportPicture[];
}

export interface ReportContent {
  readonly task: string;
  readonly model: string;
  readonly figures: Figures;
  readonly groups: Readonly<Record<string, Figures>>;
  readonly confusion: Confusion;
  readonly mistakes: readonly ReportMistake[];
  readonly unreadable: readonly UnreadablePicture[];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML: names of files and groups come from whoever wrote the labels. */
const safe = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

const heading = (level: 1 | 2, vi: string, en: string): string =>
  `<h${level}>${safe(vi)} <small lang="en">${safe(en)}</small></h${level}>`;

const row = (cells: readonly string[]): string => `<tr>${cells.join('')}</tr>`;
const head = (text: string): string => `<th scope="row">${safe(text)}</th>`;
const cell = (text: string, kind = ''): string => `<td${kind === '' ? '' : ` class="${kind}"`}>${safe(text)}</td>`;

const numberText = (value: number | null): string => (value === null ? '–' : String(Number(value.toFixed(4))));

/** `ap50: {car: .5}` becomes `ap50 car`. */
function flatFigures(figures: Figures): Map<string, number | null> {
  const flat = new Map<string, number | null>();
  for (const [name, value] of Object.entries(figures))
    if (typeof value === 'object' && value !== null)
      for (const [part, figure] of Object.entries(value)) flat.set(`${name} ${part}`, figure);
    else flat.set(name, value);
  return flat;
}

function figuresTable(figures: Figures, groups: Readonly<Record<string, Figures>>): string {
  const columns = [flatFigures(figures), ...Object.values(groups).map(flatFigures)];
  const titles = row(['', 'Tất cả / all', ...Object.keys(groups)].map((name) => `<th scope="col">${safe(name)}</th>`));
  const rows = [...flatFigures(figures).keys()].map((name) =>
    row([head(name), ...columns.map((column) => cell(numberText(column.get(name) ?? null)))]),
  );
  return `<table>${titles}${rows.join('')}</table>`;
}

function confusionTable({ rows, columns, counts }: Confusion): string {
  if (rows.length === 0) return '<p>Không nhầm lần nào. <span lang="en">Nothing was confused.</span></p>';
  const titles = row(
    ['nhãn ↓ máy → / label ↓ model →', ...columns].map((name) => `<th scope="col">${safe(name)}</th>`),
  );
  const body = rows.map((name, index) =>
    row([
      head(name),
      ...columns.map((column, place) => {
        const count = counts[index]?.[place] ?? 0;
        return cell(count === 0 ? '' : String(count), column === name ? 'right' : count > 0 ? 'wrong' : '');
      }),
    ]),
  );
  return `<table>${titles}${body.join('')}</table>`;
}

function markSvg({ box, text, kind }: Mark, unit: number): string {
  const { x, y, width, height } = box;
  const line = kind === 'labelled' ? y - unit : y + height + 4 * unit;
  return (
    `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" stroke-width="${unit / 2}"/>` +
    `<text class="${kind}" x="${x}" y="${line}" font-size="${4 * unit}">${safe(text)}</text>`
  );
}

function pictureHtml({ image, address, view, marks }: ReportPicture): string {
  const { x, y, width, height } = view;
  const unit = Math.max(width, height) / 150;
  const drawn = marks.map((mark) => markSvg(mark, unit)).join('');
  return (
    `<svg viewBox="${x} ${y} ${width} ${height}" role="img" aria-label="${safe(image)}">` +
    `<image href="${address}" x="${x}" y="${y}" width="${width}" height="${height}"/>${drawn}</svg><code>${safe(image)}</code>`
  );
}

const mistakeHtml = ({ caption, pictures }: ReportMistake): string => {
  const texts =
    caption.vi === caption.en ? safe(caption.vi) : `${safe(caption.vi)} <small lang="en">${safe(caption.en)}</small>`;
  return `<figure><figcaption>${texts}</figcaption>${pictures.map(pictureHtml).join('')}</figure>`;
};

function unreadableList(unreadable: readonly UnreadablePicture[]): string {
  if (unreadable.length === 0) return '';
  const items = unreadable.map(
    ({ line, image, reason }) =>
      `<li><code>${safe(image)}</code> (${line}): ${safe(reason.vi)} <small lang="en">${safe(reason.en)}</small></li>`,
  );
  return `${heading(2, `Ảnh không đọc được: ${unreadable.length}`, 'unreadable pictures')}<ul>${items.join('')}</ul>`;
}

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:1200px;padding:0 1rem;color:#1b1f24}
small{color:#57606a;font-weight:400}table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #d0d7de;
padding:.2rem .6rem;text-align:right}th{background:#f6f8fa}td.right{background:#dafbe1}td.wrong{background:#ffebe9}
main{display:grid;grid-template-columns:repeat(auto-fill,minmax(340px,1fr));gap:1rem}figure{margin:0;padding:.6rem;
border:1px solid #d0d7de}figcaption{font-weight:600}svg{width:100%;max-height:420px;background:#f6f8fa}code{font-size:12px;
color:#57606a;overflow-wrap:anywhere}rect{fill:none}rect.labelled{stroke:#1a7f37}rect.found{stroke:#cf222e}
text.labelled{fill:#1a7f37}text.found{fill:#cf222e}text{paint-order:stroke;stroke:#fff;stroke-width:.2em}`;

/** One HTML page that needs nothing else: no scripts, no other files, no network. */
export function reportPage(content: ReportContent): string {
  const { task, model, figures, groups, confusion, mistakes, unreadable } = content;
  return [
    '<!doctype html><html lang="vi"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">`,
    `<title>Đánh giá ${safe(task)}</title><style>${STYLE}</style></head><body>`,
    heading(1, `Đánh giá mô hình: ${task}`, `Evaluation of ${model}`),
    '<p>Trang này có ảnh thật của người và xe: không chia sẻ ra ngoài. ',
    '<span lang="en">This page holds real pictures of people and vehicles: do not pass it on.</span></p>',
    heading(2, 'Kết quả', 'Figures'),
    figuresTable(figures, groups),
    unreadableList(unreadable),
    heading(2, 'Bảng nhầm lẫn', 'Confusion table'),
    confusionTable(confusion),
    heading(2, `${mistakes.length} lỗi nặng nhất`, 'The worst mistakes (green: label, red: model)'),
    `<main>${mistakes.map(mistakeHtml).join('\n')}</main></body></html>\n`,
  ].join('\n');
}
