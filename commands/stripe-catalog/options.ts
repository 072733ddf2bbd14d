import { asksInLive, yesInLive, type CommandSpec } from '../shared/command-spec';

export const stripeCatalogSpec = {
  name: 'stripe:catalog',
  summary: 'Creates or updates in Stripe the meter, the product and the prices of settings/catalog.ts.',
  workspace: 'required',
  options: yesInLive,
  notes: ['What is as it should be stays untouched.', asksInLive],
  examples: ['npm run stripe:catalog -- --workspace test'],
} as const satisfies CommandSpec;
