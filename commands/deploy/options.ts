import { yesInLive, type CommandSpec } from '../shared/command-spec';
import { stackOperands } from '../shared/stack-command';

export const deploySpec = {
  name: 'deploy',
  summary: 'Plans stacks, shows what would change, asks, and deploys them.',
  workspace: 'in the name',
  options: {
    'auto-approve': { type: 'boolean', help: 'answers the question, as in Terraform' },
    yes: { ...yesInLive.yes, help: 'the same' },
  },
  operands: stackOperands,
  notes: ['It asks in test as well, before each stack with changes.'],
  examples: [
    'npm run deploy:test -- state-backend',
    'npm run deploy:live -- stripe-secret service-processing',
  ],
} as const satisfies CommandSpec;
