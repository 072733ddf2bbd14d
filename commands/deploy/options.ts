import type { CommandSpec } from '../shared/command-spec';
import { stackOperands } from '../shared/stack-command';

export const deploySpec = {
  name: 'deploy',
  summary: 'Plans stacks, shows what changes, asks, and deploys exactly that.',
  workspace: 'in the name',
  options: {
    'auto-approve': { type: 'boolean', help: 'answers the question, also where nobody can be asked' },
  },
  operands: stackOperands,
  notes: ['Stacks are deployed in the order in which a new account needs them.'],
  examples: ['npm run deploy:test -- service-processing'],
} as const satisfies CommandSpec;
