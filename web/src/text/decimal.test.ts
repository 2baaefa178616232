import { expect, it } from 'vitest';
import { add, isZero, minus, negate, ratioOf, scaled, sum } from './decimal';

it('adds to the last digit, beyond what a double holds', () => {
  expect(add('150102.459413263587', '43895.881356777764')).toBe('193998.340770041351');
  expect(add('99999999999999999999.000000000001', '0.999999999999')).toBe('100000000000000000000');
  expect(add('-0.5', '0.25')).toBe('-0.25');
  expect(minus('1', '1.000000000001')).toBe('-0.000000000001');
});

it('knows no sum of nothing, and leaves unknown parts out', () => {
  expect(sum([])).toBeNull();
  expect(sum([null, null])).toBeNull();
  expect(sum([null, '1.10', '2'])).toBe('3.1');
});

it('scales to 12 places', () => {
  expect(scaled('10', 31, 31)).toBe('10');
  expect(scaled('10.5', 31, 15)).toBe('21.7');
  expect(scaled('1', 1, 3)).toBe('0.333333333333');
  expect(scaled('-2', 1, 3)).toBe('-0.666666666667');
});

it('negates, and tells zero from a little', () => {
  expect(negate('-3.5')).toBe('3.5');
  expect(negate('0')).toBe('0');
  expect(isZero('-0.000')).toBe(true);
  expect(isZero('0.000000000191')).toBe(false);
});

it('a change in parts of what was before has the sign of the change, also where credits were before', () => {
  expect(ratioOf('3', '12')).toBe(0.25);
  expect(ratioOf('-5', '-10')).toBe(-0.5);
  expect(ratioOf('5', '-10')).toBe(0.5);
  expect(ratioOf('5', '0.00')).toBeNull();
  expect(ratioOf(null, '1')).toBeNull();
  expect(ratioOf('1', null)).toBeNull();
});
