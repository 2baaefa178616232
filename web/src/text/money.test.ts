import { expect, it } from 'vitest';
import { change, money, moneyParts, share, shortMoney, signedMoney } from './money';

it('writes money exactly, also where a double would round', () => {
  expect(money('12345678901234567890.125', 'USD')).toMatch(/^\$12,345,678,901,234,567,890\.1[23]$/);
  expect(money('-25', 'USD')).toBe('−$25.00');
  expect(moneyParts('318412.384512', 'USD')).toEqual(['$318,412', '.38']);
});

it('never writes a small amount as zero', () => {
  expect(money('0.000000000191', 'USD')).toBe('<$0.01');
  expect(money('-0.004', 'USD')).toBe('−<$0.01');
  expect(money('0', 'USD')).toBe('$0.00');
  expect(share(0.0000001)).toBe('<0.1%');
});

it('knows currencies that Intl does not', () => {
  expect(money('12.5', 'credits')).toBe('12.50 credits');
});

it('signs changes', () => {
  expect(signedMoney('3', 'USD')).toBe('+$3.00');
  expect(signedMoney('-3', 'USD')).toBe('−$3.00');
  expect(change(-0.021)).toBe('−2.1%');
  expect(shortMoney(14210, 'USD')).toBe('$14.2K');
});
