import { asksInLive, yesInLive, type CommandSpec } from '../shared/command-spec';

export const stripeKeySpec = {
  name: 'stripe:key',
  summary: 'Checks a Stripe key and stores it in the secret of a workspace.',
  workspace: 'required',
  options: {
    again: {
      type: 'boolean',
      help:
        'stores the current key as a new version, so that the next deployment of stripe-connection authorizes a ' +
        'connection again that a 401 deauthorized',
    },
    ...yesInLive,
  },
  notes: [
    'The key is typed at a hidden prompt or comes on standard input, never as an argument.',
    asksInLive,
  ],
  examples: ['npm run stripe:key -- --workspace test'],
} as const satisfies CommandSpec;
