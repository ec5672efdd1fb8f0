import { XMLParser } from 'fast-xml-parser';
import { OnvifError } from './onvif-error.ts';

/** An element of a parsed document; names without namespace prefixes, children in document order. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All text directly inside, trimmed. */
  readonly text: string;
}

const MAX_DOCUMENT_BYTES = 512 * 1024;
const MAX_DEPTH = 40;
const MAX_ELEMENTS = 20_000;
const ATTRIBUTES = ':@';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: MAX_DEPTH,
});

/**
 * Parses a document from a device; returns its root. Devices are not trusted: documents with a DOCTYPE (entities), of
 * more than 512 KB, nested deeper than 40 or of more than 20,000 elements are refused. @throws OnvifError 'bad-answer'
 */
export function parseXml(text: string): XmlElement {
  if (text.length > MAX_DOCUMENT_BYTES) throw bad('the document is too large');
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) throw bad('the document has a DOCTYPE');
  let nodes: unknown;
  try {
    nodes = parser.parse(text);
  } catch (error) {
    throw new OnvifError('bad-answer', 'the answer is no XML', { cause: error });
  }
  const budget = { elements: MAX_ELEMENTS };
  const [root] = readNodes(nodes, budget).children;
  if (root === undefined) throw bad('the answer has no element');
  return root;
}

/** The first element at the end of a path of names; undefined when a step is missing. */
export function childAt(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  let at = element;
  for (const name of path) at = at?.children.find((child) => child.name === name);
  return at;
}

/** All children of that name. */
export function childrenNamed(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** Text at the end of a path, or undefined when there is none. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string | undefined {
  const text = childAt(element, ...path)?.text;
  return text === undefined || text === '' ? undefined : text;
}

/** A finite number at the end of a path, or undefined. */
export function numberAt(element: XmlElement | undefined, ...path: readonly string[]): number | undefined {
  return finite(textAt(element, ...path));
}

/** A finite number written as text, or undefined. */
export function finite(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Writes an element and all below it with one prefix for every name. */
export function writeXml(element: XmlElement, prefix: string): string {
  const attributes = [...element.attributes]
    .filter(([name]) => name !== 'xmlns' && !name.startsWith('xsi'))
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('');
  const inner = element.children.map((child) => writeXml(child, prefix)).join('') || escapeXml(element.text);
  return `<${prefix}:${element.name}${attributes}>${inner}</${prefix}:${element.name}>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

function readNodes(nodes: unknown, budget: { elements: number }): { children: XmlElement[]; text: string } {
  const children: XmlElement[] = [];
  let text = '';
  for (const node of Array.isArray(nodes) ? nodes : []) {
    if (typeof node !== 'object' || node === null) continue;
    const entries = new Map<string, unknown>(Object.entries(node));
    for (const [name, value] of entries) {
      if (name === ATTRIBUTES) continue;
      if (name === '#text') {
        text += String(value);
        continue;
      }
      budget.elements -= 1;
      if (budget.elements < 0) throw bad('the document has too many elements');
      children.push({ name, attributes: readAttributes(entries.get(ATTRIBUTES)), ...readNodes(value, budget) });
    }
  }
  return { children, text: text.trim() };
}

function readAttributes(value: unknown): Map<string, string> {
  const attributes = new Map<string, string>();
  if (typeof value !== 'object' || value === null) return attributes;
  for (const [name, text] of Object.entries(value)) attributes.set(name, String(text));
  return attributes;
}

function bad(message: string): OnvifError {
  return new OnvifError('bad-answer', message);
}
