import type { Form } from '../explain/figure';

/** The figures of a run: their columns, words, and why one may be missing. `COST` stands for the basis. */
export interface Measure {
  readonly key: string;
  readonly column: (cost: string) => string;
  readonly label: string;
  readonly form: Form | 'count';
  readonly why: string;
}
const of = (key: string, column: string, label: string, form: Measure['form'], why: string): Measure => ({
  key,
  column: (cost) => column.replace('COST', cost),
  label,
  form,
  why,
});

const unheld = 'no workload of this run is known';
export const measures = {
  cost: of('cost', 'COST_cost', 'Cost', 'money', unheld),
  workloads: of('workloads', 'workloads_COST_cost', 'Of it workloads', 'money', unheld),
  idle: of('idle', 'idle_COST_cost', 'Of it idle held for it', 'money', 'no node is held for this run'),
  storage: of(
    'storage',
    'storage_COST_cost',
    'Of it storage, transfer',
    'money',
    'no tag or path ties storage to this run',
  ),
  epoch: of('epoch', 'COST_cost_per_epoch', 'Per epoch', 'price', 'no epoch was reported'),
  step: of('step', 'COST_cost_per_step', 'Per step', 'price', 'no step was reported'),
  checkpoint: of('checkpoint', 'COST_cost_per_checkpoint', 'Per checkpoint', 'price', 'no checkpoint was reported'),
  waste: of('waste', 'interruption_COST_waste', 'Interruption waste', 'money', 'what was lost can’t be told'),
  projected: of(
    'projected',
    'projected_COST_cost',
    'Projected',
    'money',
    'only a running one that reports its steps has a projection',
  ),
  steps: of('steps', 'steps', 'Steps', 'count', 'no step was reported'),
  epochs: of('epochs', 'epochs', 'Epochs', 'count', 'no epoch was reported'),
  checkpoints: of('checkpoints', 'checkpoints', 'Checkpoints', 'count', 'no checkpoint was reported'),
  interruptions: of('interruptions', 'interruptions', 'Interruptions', 'count', 'no event was reported'),
  hours: of('hours', 'card_hours', 'Card hours', 'count', unheld),
} as const;
