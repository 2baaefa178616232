import { expect, it } from 'vitest';
import { isOfWorkloads, linesOfMachines } from './bill';

const dims = [
  { name: 'team', of: 'workloads' },
  { name: 'service', of: 'both' },
];

it('tells a question about workloads from one about lines, and reads no names in values', () => {
  expect(isOfWorkloads({ where: "service = 'team'" }, dims)).toBe(false);
  expect(isOfWorkloads({ where: "(team IS NULL) AND service = 'x'" }, dims)).toBe(true);
  expect(isOfWorkloads({ idle: 'by_node' }, dims)).toBe(true);
  expect(isOfWorkloads({}, dims)).toBe(false);
});

it('asks for the lines of machines, whose names break out of nothing', () => {
  expect(linesOfMachines(["i-'1"], { month: '2026-10' }, 'USD')).toContain("IN ('i-''1')");
  expect(linesOfMachines(['i-1'], { from: '2026-10-01', to: '2026-10-08' }, 'USD')).toContain("< '2026-10-08'");
  expect(linesOfMachines(['i-1'], { last: '30d' }, 'USD')).toBeNull();
  expect(linesOfMachines([], { month: '2026-10' }, 'USD')).toBeNull();
});
