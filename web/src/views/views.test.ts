import { beforeEach, expect, it } from 'vitest';
import type { View } from '../api/views';
import { firstAddress, remember } from './first';
import { about, isAddress, ordered, suggested } from './order';

const view = (patch: Partial<View>): View => ({
  id: '1',
  name: 'a',
  address: '/explore?by=team',
  owner: 'ada',
  shared: false,
  starred: false,
  default: false,
  mine: true,
  ...patch,
});
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

it('takes addresses of this page only', () => {
  expect(isAddress('/explore?by=team')).toBe(true);
  for (const bad of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', ''])
    expect(isAddress(bad)).toBe(false);
});

it('puts the default first, then the stars, then names', () => {
  const all = [
    view({ name: 'b' }),
    view({ name: 'a' }),
    view({ name: 'z', starred: true }),
    view({ name: 'y', default: true }),
  ];
  expect(ordered(all).map((v) => v.name)).toEqual(['y', 'z', 'a', 'b']);
  expect(about(view({ shared: true, default: true }), 'Explore')).toBe('Explore · yours, shared · opens first');
  expect(about(view({ mine: false, owner: 'grace' }), 'Changes')).toBe('Changes · by grace');
});

it('the default opens in place of a bare Overview, once in a session', () => {
  remember([view({ default: true })]);
  expect(firstAddress('/', '')).toBe('/explore?by=team');
  expect(firstAddress('/', '')).toBeNull();
  sessionStorage.clear();
  expect(firstAddress('/', '?by=team')).toBeNull();
  sessionStorage.clear();
  remember([view({})]);
  expect(firstAddress('/', '')).toBeNull();
});

it('suggests a name that says what is on the page', () => {
  expect(suggested('Explore', '/explore?by=team%2Cinstance_type&month=2026-10')).toBe(
    'Explore by team, instance type, October 2026',
  );
  expect(suggested('Changes', '/changes')).toBe('Changes');
});
