import { expect, it } from 'vitest';
import { whyEmpty } from './why-empty';

it('says what is to be done, else what is missing; never the words about the basis', () => {
  const basis = 'costs are effective, of whole runs';
  const build = 'nothing is split to workloads yet: run farthing build';
  const until = 'the last 30d end with 2026-09-29, the newest complete day of the data';
  expect(whyEmpty([basis, build, until], 'No run is here')).toBe(`${build}; ${until}.`);
  expect(whyEmpty([basis, until], 'No run is here')).toBe(`No run is here; ${until}.`);
  expect(whyEmpty([basis], 'No run is here')).toBe('No run is here.');
});
