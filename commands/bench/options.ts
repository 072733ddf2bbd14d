import type { CommandSpec } from '../shared/command-spec';

/** In the order in which they are measured. */
export const groupNames = [
  'synthesis',
  'cost',
  'load',
  'histories',
  'reconcile',
  'executions',
  'demo',
  'tests',
] as const;

export const benchSpec = {
  name: 'bench',
  summary: 'Measures on this machine the figures in docs/figures.md.',
  workspace: 'none',
  options: {},
  operands: { value: '[GROUP…]', choices: groupNames, help: 'measures these groups alone; if left out, all' },
  examples: ['npm run bench', 'npm run bench -- cost'],
} as const satisfies CommandSpec;
