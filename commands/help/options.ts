import type { CommandSpec } from '../shared/command-spec';

export const helpSpec = {
  name: 'help',
  summary: 'Lists all commands in the order in which they are needed.',
  workspace: 'none',
  options: {},
  examples: ['npm run help'],
} as const satisfies CommandSpec;
