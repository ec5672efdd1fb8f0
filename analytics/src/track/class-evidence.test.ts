import { expect, test } from 'vitest';
import { ClassTally } from './class-evidence.ts';

test('without votes nothing is claimed', () => {
  const tally = new ClassTally();
  expect([tally.winner, tally.colour, tally.votes]).toEqual(['unknown', null, 0]);
});

test('the heaviest class wins, and the colour of more than half of what showed one', () => {
  const tally = new ClassTally();
  tally.add({ objectClass: 'truck', weight: 0.5, colour: 'grey' });
  tally.add({ objectClass: 'car', weight: 0.4, colour: 'white' });
  tally.add({ objectClass: 'car', weight: 0.4 });
  expect([tally.winner, tally.colour]).toEqual(['car', 'grey']);
  tally.add({ objectClass: 'car', weight: 0.9, colour: 'white' });
  expect([tally.winner, tally.colour, tally.votes]).toEqual(['car', 'white', 4]);
});

test('colours that share the votes leave it open', () => {
  const tally = new ClassTally();
  tally.add({ objectClass: 'car', weight: 0.5, colour: 'grey' });
  tally.add({ objectClass: 'car', weight: 0.5, colour: 'white' });
  tally.add({ objectClass: 'car', weight: 0.4, colour: 'blue' });
  expect(tally.colour).toBeNull();
});
