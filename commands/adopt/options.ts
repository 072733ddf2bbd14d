import type { CommandSpec } from '../shared/command-spec';

export const adoptSpec = {
  name: 'adopt',
  summary:
    'Finds resources that exist already, created by hand or left by a lost state, so that the next plan imports them.',
  workspace: 'required',
  options: {},
  notes: [
    'It only reads from AWS, never the value of the secret, and writes the files imports/test/… or imports/live/….',
    'Exit code: 1 if something cannot be adopted, or if the plan would replace or destroy anything.',
  ],
  examples: ['npm run adopt -- --workspace live'],
} as const satisfies CommandSpec;
