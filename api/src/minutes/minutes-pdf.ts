import { createRequire } from 'node:module';
import { formatMessage, type Language } from '@thapcanh/core/errors/app-error';
import { INCIDENT_KIND_NAMES } from '@thapcanh/core/incidents/incident-kind';
import { INCIDENT_STATE_NAMES, INCIDENT_STATES } from '@thapcanh/core/incidents/incident-state';
import PDFDocument from 'pdfkit';
import type { Incident, IncidentEvent } from '../incidents/incident.schema.ts';
import { MINUTES_TEXTS } from './minutes-texts.ts';
import { vietnamTime } from './vietnam-time.ts';

/** A picture of a camera at the instant, or why there is none. */
export interface MinutesStill {
  readonly cameraName: string;
  readonly shownAtMs: number;
  /** JPEG. */
  readonly picture: Buffer | null;
  readonly missingBecause: string;
}

export interface MinutesInput {
  readonly incident: Incident;
  readonly stills: readonly MinutesStill[];
  readonly printedBy: string;
  readonly printedAtMs: number;
  readonly language: Language;
}

const require = createRequire(import.meta.url);
// Carries every Vietnamese letter; the fonts that PDF readers bring do not.
const fontFile = (name: string): string =>
  require.resolve(`@expo-google-fonts/be-vietnam-pro/${name}/BeVietnamPro_${name}.ttf`);

const MARGIN = 50;
const INK = '#111111';
const PALE = '#555555';
const LABEL_WIDTH = 130;
const TIME_WIDTH = 112;
const STILL_HEIGHT = 165;

/** The minutes of an incident on A4, as PDF. Event texts are printed as they are, never interpreted. */
export async function minutesPdf(input: MinutesInput): Promise<Buffer> {
  const { incident, language } = input;
  const words = MINUTES_TEXTS[language];
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    lang: language,
    info: { Title: `${words.title} #${incident.number}`, Producer: 'Tháp Canh', Creator: 'Tháp Canh' },
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const written = new Promise<void>((resolve, reject) => doc.once('end', resolve).once('error', reject));
  doc.registerFont('plain', fontFile('400Regular')).registerFont('bold', fontFile('700Bold'));
  const width = doc.page.width - 2 * MARGIN;

  const heading = (text: string): void => {
    if (doc.y > doc.page.height - 120) doc.addPage();
    doc.moveDown(0.8).font('bold').fontSize(11).fillColor(INK).text(text, MARGIN, doc.y, { width });
    doc.moveDown(0.25);
  };
  const row = (label: string, text: string, labelWidth = LABEL_WIDTH): void => {
    const height = doc
      .font('plain')
      .fontSize(9.5)
      .heightOfString(text || ' ', { width: width - labelWidth });
    if (doc.y + height > doc.page.height - MARGIN - 20) doc.addPage();
    const top = doc.y;
    doc.fillColor(PALE).text(label, MARGIN, top, { width: labelWidth - 8 });
    const afterLabel = doc.y;
    doc.fillColor(INK).text(text, MARGIN + labelWidth, top, { width: width - labelWidth });
    doc.y = Math.max(doc.y, afterLabel) + 2;
  };

  doc.font('bold').fontSize(11).text(words.state, { align: 'center', width });
  doc.fontSize(10).text(words.motto, { align: 'center', width });
  const ruleAt = doc.y + 3;
  doc
    .moveTo(doc.page.width / 2 - 70, ruleAt)
    .lineTo(doc.page.width / 2 + 70, ruleAt)
    .lineWidth(0.7)
    .stroke(INK);
  doc.moveDown(1.4).fontSize(16).text(words.title, { align: 'center', width });
  doc
    .font('plain')
    .fontSize(10)
    .text(`${words.number} ${incident.number}: ${incident.title}`, { align: 'center', width });
  doc.moveDown(0.8);

  const { latitude, longitude, sourceRef } = incident;
  const caller = incident.source === 'call' && sourceRef !== null ? ` (${sourceRef})` : '';
  row(words.kind, INCIDENT_KIND_NAMES[incident.kind][language]);
  row(words.severity, words.severities[Math.min(3, Math.max(0, incident.severity - 1))] ?? '');
  row(words.occurred, vietnamTime(incident.occurredAt));
  row(words.place, incident.place || words.none);
  if (latitude !== null && longitude !== null) row(words.position, `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`);
  row(words.source, `${words.sources[incident.source]}${caller}`);
  row(words.opened, `${vietnamTime(incident.createdAt)}, ${incident.createdBy ?? ''}`);
  row(words.status, INCIDENT_STATE_NAMES[incident.state][language]);
  row(words.units, incident.units.join(', ') || words.none);
  if (incident.description !== '') row(words.summary, incident.description);

  heading(words.times);
  const { verifyS, dispatchS, arriveS, resolveS } = incident.times;
  for (const [label, seconds] of [
    [words.toVerify, verifyS],
    [words.toDispatch, dispatchS],
    [words.toArrive, arriveS],
    [words.toResolve, resolveS],
  ] as const) {
    row(label, seconds === null ? words.notYet : durationText(seconds));
  }

  heading(words.course);
  for (const event of incident.events) row(vietnamTime(event.at), eventText(event, language), TIME_WIDTH);

  const done = incident.checklist.filter(({ doneAt }) => doneAt !== null);
  if (done.length > 0) {
    heading(words.checklist);
    for (const { doneAt, text, doneBy, note } of done) {
      const after = [doneBy, note].filter(Boolean).join(', ');
      row(vietnamTime(doneAt ?? ''), `${text[language]}${after === '' ? '' : ` (${after})`}`, TIME_WIDTH);
    }
  }

  heading(words.cameras);
  for (const { cameraName, cameraId, distanceM, heldFrom, heldTo } of incident.cameras) {
    const held =
      heldFrom === null || heldTo === null
        ? ''
        : `, ${formatMessage(words.held, { from: vietnamTime(heldFrom), to: vietnamTime(heldTo) }, language)}`;
    row(cameraId, `${cameraName}${distanceM === null ? '' : `, ${distanceM} m`}${held}`);
  }

  if (input.stills.length > 0) {
    heading(words.stills);
    drawStills(doc, input, width);
  }
  drawSignatures(doc, input, width);

  const pages = doc.bufferedPageRange().count;
  for (let page = 0; page < pages; page++) {
    doc.switchToPage(page);
    // Below the margin, where text would otherwise begin a new page.
    doc.page.margins.bottom = 0;
    const printed = formatMessage(
      words.printed,
      { at: vietnamTime(input.printedAtMs), who: input.printedBy },
      language,
    );
    const foot = doc.page.height - 34;
    doc
      .font('plain')
      .fontSize(7.5)
      .fillColor(PALE)
      .text(printed, MARGIN, foot, { width: width - 80, lineBreak: false });
    const place = { page: page + 1, pages };
    doc.text(formatMessage(words.page, place, language), MARGIN, foot, { width, align: 'right', lineBreak: false });
  }
  doc.end();
  await written;
  return Buffer.concat(chunks);
}

/** Two in a row, each with its camera and the exact instant it shows. */
function drawStills(doc: PDFKit.PDFDocument, { stills, language }: MinutesInput, width: number): void {
  const words = MINUTES_TEXTS[language];
  const gap = 12;
  const cell = (width - gap) / 2;
  let top = doc.y;
  for (const [index, still] of stills.entries()) {
    const isLeft = index % 2 === 0;
    if (isLeft && top + STILL_HEIGHT + 20 > doc.page.height - MARGIN) {
      doc.addPage();
      top = doc.y;
    }
    const left = MARGIN + (isLeft ? 0 : cell + gap);
    doc
      .rect(left, top, cell, STILL_HEIGHT - 18)
      .lineWidth(0.5)
      .stroke('#999999');
    const isDrawn = still.picture !== null && drawPicture(doc, still.picture, { left, top, cell });
    if (!isDrawn) {
      const reason = formatMessage(words.noStill, { reason: still.missingBecause }, language);
      doc.font('plain').fontSize(8.5).fillColor(PALE);
      doc.text(reason, left + 10, top + 50, { width: cell - 20, align: 'center', height: 70, ellipsis: true });
    }
    const caption = { camera: still.cameraName, at: vietnamTime(still.shownAtMs, true) };
    doc.font('plain').fontSize(8).fillColor(INK);
    const captionAt = top + STILL_HEIGHT - 15;
    doc.text(formatMessage(words.stillAt, caption, language), left, captionAt, {
      width: cell,
      height: 11,
      ellipsis: true,
    });
    if (!isLeft || index === stills.length - 1) top += STILL_HEIGHT + 8;
  }
  doc.x = MARGIN;
  doc.y = top;
}

/** False for bytes that are no JPEG we can place. */
function drawPicture(
  doc: PDFKit.PDFDocument,
  picture: Buffer,
  at: { left: number; top: number; cell: number },
): boolean {
  try {
    doc.image(picture, at.left, at.top, { fit: [at.cell, STILL_HEIGHT - 18], align: 'center', valign: 'center' });
    return true;
  } catch {
    return false;
  }
}

function drawSignatures(doc: PDFKit.PDFDocument, { printedBy, language }: MinutesInput, width: number): void {
  const words = MINUTES_TEXTS[language];
  if (doc.y > doc.page.height - 190) doc.addPage();
  const top = doc.y + 24;
  const cell = width / 3;
  for (const [index, [title, name]] of [
    [words.party, ''],
    [words.maker, printedBy],
    [words.lead, ''],
  ].entries()) {
    const left = MARGIN + index * cell;
    doc
      .font('bold')
      .fontSize(9)
      .fillColor(INK)
      .text(title ?? '', left, top, { width: cell, align: 'center' });
    doc
      .font('plain')
      .fontSize(8)
      .fillColor(PALE)
      .text(words.signHere, left, top + 14, { width: cell, align: 'center' });
    doc
      .fontSize(9)
      .fillColor(INK)
      .text(name ?? '', left, top + 90, { width: cell, align: 'center' });
  }
}

function eventText(event: IncidentEvent, language: Language): string {
  const template = MINUTES_TEXTS[language].events[event.kind] ?? event.kind;
  const name = (value: unknown): string => {
    const state = INCIDENT_STATES.find((each) => each === value);
    return state === undefined ? String(value ?? '') : INCIDENT_STATE_NAMES[state][language];
  };
  const { from, to, number } = event.details;
  const what = formatMessage(template, { from: name(from), to: name(to), number: number ?? '' }, language);
  return [event.text === '' ? what : `${what}: ${event.text}`, event.author && `(${event.author})`]
    .filter(Boolean)
    .join(' ');
}

/** `1:05` or `1:02:30`: (hours,) minutes and seconds. */
function durationText(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}
