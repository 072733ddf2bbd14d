import type { CommandSpec } from '../shared/command-spec';

export const synthSpec = {
  name: 'synth',
  summary: 'Writes the Terraform configuration of all stacks to cdktf.out/stacks.',
  workspace: 'in the name',
  options: {},
  examples: ['npm run synth:test'],
} as const satisfies CommandSpec;
