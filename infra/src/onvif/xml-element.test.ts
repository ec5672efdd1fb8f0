import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OnvifError } from './onvif-error.ts';
import { childAt, escapeXml, parseXml, textAt, writeXml } from './xml-element.ts';

test('throws nothing but its own error on noise and on broken documents', () => {
  const document = '<a x="1"><b:c xmlns:b="u">text &amp; more</b:c><d/></a>';
  const mutated = fc.tuple(fc.nat(document.length), fc.string({ maxLength: 4 })).map(([at, text]) => {
    return document.slice(0, at) + text + document.slice(at + 1);
  });
  fc.assert(
    fc.property(fc.oneof(fc.string(), mutated), (text) => {
      try {
        parseXml(text);
      } catch (error) {
        expect(error).toBeInstanceOf(OnvifError);
      }
    }),
    { numRuns: 2000 },
  );
  expect(() => parseXml('<__proto__><x/></__proto__>')).toThrow(OnvifError);
});

test('keeps text and order through reading and writing', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '<', '&', '"', "'", '>', 'ế', '1') }), (text) => {
      const root = parseXml(`<r><x:a y="${escapeXml(text)}">${escapeXml(text)}</x:a><b/></r>`);
      const again = parseXml(writeXml(root, 'tt'));
      expect(textAt(again, 'a') ?? '').toBe(text);
      expect(childAt(again, 'a')?.attributes.get('y')).toBe(text);
      expect(again.children.map(({ name }) => name)).toEqual(['a', 'b']);
    }),
  );
});
