import type { CommandSpec } from '../shared/command-spec';

const shared = {
  workspace: 'in the name',
  options: {},
  operands: { value: 'ARGUMENT', help: "a stack or an option of cdktf's own, such as --auto-approve" },
} as const;

export const synthSpec = {
  ...shared,
  name: 'synth',
  summary: 'Writes the Terraform configuration of the stacks to cdktf.out/stacks.',
  examples: ['npm run synth:test'],
} as const satisfies CommandSpec;

export const diffSpec = {
  ...shared,
  name: 'diff',
  summary: 'Shows what a deployment of a stack would change.',
  examples: ['npm run diff:test -- service-processing'],
} as const satisfies CommandSpec;

export const deploySpec = {
  ...shared,
  name: 'deploy',
  summary: 'Deploys a stack, after it has asked.',
  examples: ['npm run deploy:test -- service-processing'],
} as const satisfies CommandSpec;
