import { both, equals } from '../explore/condition';
import type { Codec } from '../url/codec';

/** The levels from clusters down to containers; `group` is what is neither in a namespace nor in an ECS service. */
const dims = ['cluster', 'namespace', 'ecs_service', 'group', 'workload', 'controller_kind', 'pod'] as const;
export interface Step {
  readonly dim: (typeof dims)[number];
  readonly value: string | null;
}
export type Path = readonly Step[];

/** `cluster:eks-train,namespace:ml`; a step without a value is one that has none. */
export const pathCodec: Codec<Path> = {
  fallback: [],
  parse(text) {
    const steps = text.split(',').map((part): Step | undefined => {
      const [name = '', ...value] = part.split(':').map(decoded);
      const dim = dims.find((d) => d === name);
      return dim && { dim, value: value.length > 0 ? value.join(':') : null };
    });
    return steps.every((s) => s !== undefined) ? steps : undefined;
  },
  format: (path) => path.map((s) => (s.value === null ? s.dim : `${s.dim}:${encodeURIComponent(s.value)}`)).join(','),
};
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const condition = (s: Step) =>
  s.dim === 'group' ? 'namespace IS NULL AND ecs_service IS NULL' : equals(s.dim, s.value);
export const whereOf = (path: Path) => path.reduce((all, s) => both(all, condition(s)), '');

interface Level {
  /** what its rows are, one and several */
  readonly noun: string;
  readonly dims: readonly string[];
}
/** What stands inside of a path. */
export function levelOf(path: Path): Level {
  const last = crumbs(path).at(-1)?.dim;
  if (last === undefined) return { noun: 'Cluster', dims: ['cluster'] };
  if (last === 'cluster') return { noun: 'Namespace or service', dims: ['namespace', 'ecs_service'] };
  if (last === 'workload') return { noun: 'Pod or task', dims: ['pod'] };
  if (last === 'pod') return { noun: 'Container', dims: ['container'] };
  return { noun: 'Workload', dims: ['workload', 'controller_kind'] };
}

/** Steps that a user sees: the kind of a controller only tells two of a name apart. */
export const crumbs = (path: Path) => path.filter((s) => s.dim !== 'controller_kind');
/** The path up to and with a step. */
export function upTo(path: Path, step: Step | null): Path {
  if (step === null) return [];
  const at = path.indexOf(step);
  return path.slice(0, path[at + 1]?.dim === 'controller_kind' ? at + 2 : at + 1);
}
export const parent = (path: Path): Path => upTo(path, crumbs(path).at(-2) ?? null);

/** Where a row leads: one step further in, if it is of something that has an inside. */
export function stepInto(path: Path, values: Readonly<Record<string, string | null>>): Path | null {
  const value = (dim: string) => values[dim] ?? null;
  switch (levelOf(path).dims[0]) {
    case 'cluster':
      return value('cluster') === null ? null : [...path, { dim: 'cluster', value: value('cluster') }];
    case 'namespace':
      if (value('ecs_service') !== null) return [...path, { dim: 'ecs_service', value: value('ecs_service') }];
      if (value('namespace') !== null) return [...path, { dim: 'namespace', value: value('namespace') }];
      return [...path, { dim: 'group', value: null }];
    case 'workload':
      return [
        ...path,
        { dim: 'workload', value: value('workload') },
        { dim: 'controller_kind', value: value('controller_kind') },
      ];
    case 'pod':
      return value('pod') === null ? null : [...path, { dim: 'pod', value: value('pod') }];
    default:
      return null;
  }
}

/** A task's ARN is told apart by its end. */
export const shortName = (value: string) => (value.startsWith('arn:') ? (value.split('/').at(-1) ?? value) : value);
export const stepName = (s: Step) =>
  s.value === null ? (s.dim === 'group' ? 'No namespace or service' : `No ${s.dim}`) : shortName(s.value);
