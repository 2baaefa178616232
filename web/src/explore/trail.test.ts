import { expect, it } from 'vitest';
import { stopsOf, type Trail, trailCodec } from './trail';

const trail: Trail = [
  { label: 'eks, "x"', where: '', by: ['cluster', 'tag:a,b'] },
  { label: 'ml', where: "cluster = 'eks'", by: ['namespace'] },
];

it('goes into the address and back; nonsense is no trail', () => {
  expect(trailCodec.parse(trailCodec.format(trail))).toEqual(trail);
  for (const text of ['', '{}', '[1]', '[["a",1]]', '[[']) expect(trailCodec.parse(text)).toBeUndefined();
});

it('leads each step back to the question that stood before it', () => {
  expect(stopsOf(trail)).toEqual([
    { name: 'By cluster, a,b', back: { by: ['cluster', 'tag:a,b'], where: '', trail: [] } },
    { name: 'eks, "x"', back: { by: ['namespace'], where: "cluster = 'eks'", trail: trail.slice(0, 1) } },
    { name: 'ml', back: null },
  ]);
  expect(stopsOf([])).toEqual([]);
});
