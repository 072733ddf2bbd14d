import type { CommandSpec } from '../shared/command-spec';
import { stackOperands } from '../shared/stack-command';

export const diffSpec = {
  name: 'diff',
  summary: 'Shows what a deployment of stacks would change.',
  workspace: 'in the name',
  options: {},
  operands: stackOperands,
  notes: ['Exit code: 0 with and without changes; npm run plan tells them apart.'],
  examples: ['npm run diff:test -- service-processing'],
} as const satisfies CommandSpec;
