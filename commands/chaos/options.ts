import type { CommandSpec } from '../shared/command-spec';

export const chaosSpec = {
  name: 'chaos',
  summary:
    'Plays random histories of uploads, failures and decisions on the state machines until one bills a byte twice or ' +
    'not at all, and tells that one.',
  workspace: 'none',
  options: {
    runs: { type: 'string', value: 'N', help: 'how many histories; if left out, 10,000' },
    steps: { type: 'string', value: 'N', help: 'how many steps each has at most; if left out, 12' },
    seed: { type: 'string', value: 'N', help: 'repeats the histories of a run that printed this seed' },
    path: { type: 'string', value: 'PATH', help: 'with --seed: repeats the one history that went wrong' },
  },
  examples: ['npm run chaos -- --runs 100000'],
} as const satisfies CommandSpec;
