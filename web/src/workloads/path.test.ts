import { expect, it } from 'vitest';
import { crumbs, levelOf, type Path, parent, pathCodec, shortName, stepInto, whereOf } from './path';

const deep: Path = [
  { dim: 'cluster', value: "a,b:c'd" },
  { dim: 'group', value: null },
  { dim: 'workload', value: 'w' },
  { dim: 'controller_kind', value: null },
  { dim: 'pod', value: 'arn:aws:ecs:r:1:task/c/58e1' },
];

it('goes into the address and back, whatever a name holds', () => {
  expect(pathCodec.parse(pathCodec.format(deep))).toEqual(deep);
  expect(pathCodec.parse('nothing:x')).toBeUndefined();
  expect(pathCodec.parse('cluster:%')).toEqual([{ dim: 'cluster', value: '%' }]);
});

it('is a condition that no name breaks out of', () => {
  expect(whereOf(deep.slice(0, 4))).toBe(
    "cluster = 'a,b:c''d' AND namespace IS NULL AND ecs_service IS NULL AND workload = 'w' AND controller_kind IS NULL",
  );
});

it('goes down the levels of EKS and of ECS, and up again', () => {
  const seen: string[] = [];
  let path: Path | null = [];
  const values = { cluster: 'c', ecs_service: 's', namespace: null, workload: 'w', controller_kind: 'k', pod: 'p' };
  for (let at: Path | null = path; at; at = stepInto(at, values)) {
    seen.push(levelOf(at).dims.join('+'));
    path = at;
  }
  expect(seen).toEqual(['cluster', 'namespace+ecs_service', 'workload+controller_kind', 'pod', 'container']);
  expect(crumbs(path).map((s) => s.dim)).toEqual(['cluster', 'ecs_service', 'workload', 'pod']);
  expect(parent(path).map((s) => s.dim)).toEqual(['cluster', 'ecs_service', 'workload', 'controller_kind']);
  expect(parent(parent(path)).map((s) => s.dim)).toEqual(['cluster', 'ecs_service']);
  expect(stepInto([], { cluster: null })).toBeNull();
  expect(shortName('arn:aws:ecs:r:1:task/c/58e1')).toBe('58e1');
});
