import { expect, test } from 'vitest';
import { describeStream } from '../fmp4/init-segment.ts';
import { toAnnexB } from './annex-b.ts';
import { PPS, SPS_320X180 } from './parameter-sets.fixture.ts';
import { ParameterSets } from './parameter-sets.ts';

test('a key frame stands alone: start codes everywhere and the parameter sets in front', () => {
  const sets = new ParameterSets();
  sets.offer(SPS_320X180);
  sets.offer(PPS);
  const description = describeStream(sets.snapshot()!);
  const avcc = Buffer.from('00000002658800000003658411', 'hex');
  const unit = { description, isKeyFrame: true, decodeTime90k: 0, compositionOffset90k: 0, atMs: 0, avcc };
  expect(toAnnexB(unit).toString('hex')).toBe(
    `00000001${SPS_320X180.toString('hex')}00000001${PPS.toString('hex')}00000001658800000001658411`,
  );
  expect(toAnnexB({ ...unit, isKeyFrame: false }).toString('hex')).toBe('00000001658800000001658411');
  expect(avcc.toString('hex')).toBe('00000002658800000003658411');
});
