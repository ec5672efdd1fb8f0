/**
 * Unit letters of army plates. A look-up for display and for a warning, never a reason to refuse: units are merged and
 * renamed without notice. Source: TT 169/2021/TT-BQP and published lists of its prefixes.
 */
export const MILITARY_UNITS: { readonly validFrom: string; readonly pairs: ReadonlySet<string> } = {
  validFrom: '2022-02-15',
  pairs: new Set(
    [
      'AA AB AC AD AV AT AN AP',
      'BB BC BH BK BL BT BP BS BV',
      'HA HB HC HD HE HT HQ HN HH',
      'KA KB KC KD KV KP KK KT KN',
      'PA PP PM PK PT PY PQ PX PC HL',
      'QA QB QH',
      'TC TH TK TT TM TN',
      'DB ND CH VB VK CV CA CP CM CC VT CB',
    ].flatMap((row) => row.split(' ')),
  ),
};
