import type { CommandSpec } from '../shared/command-spec';

export const setupSpec = {
  name: 'setup',
  summary: 'Brings an account to a verified deployment; run again, it goes on where it stopped.',
  workspace: 'required',
  options: { yes: { type: 'boolean', help: 'answers all questions' } },
  notes: [
    'It asks before each change, in test too. The Stripe key is typed at a hidden prompt; without a terminal it is ' +
      'read from standard input, if one is needed.',
    'Exit code: 0 done, 1 a step failed, 130 interrupted.',
  ],
  examples: ['npm run setup -- --workspace test'],
} as const satisfies CommandSpec;
