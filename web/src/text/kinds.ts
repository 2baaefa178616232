/** The kinds that a bill is split into, in the order in which they are read, with what each is. */
export const kinds: Readonly<Record<string, readonly [title: string, meaning: string]>> = {
  allocated: ['Workloads', 'held by pods and tasks'],
  system: ['System', 'held by what keeps the clusters running'],
  idle: ['Idle', 'of machines, held by nobody, and unused commitments'],
  shared: ['Shared', 'support, tax, control planes and what rules call shared'],
  unallocated: ['Unallocated', 'of machines, without data on what ran there'],
  not_covered: ['Not covered', 'services that no container runs on'],
  rounding: ['Rounding', 'what is left of splitting to the last digit'],
};
