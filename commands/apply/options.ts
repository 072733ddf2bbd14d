import { asksInLive, yesInLive, type CommandSpec } from '../shared/command-spec';

export const applySpec = {
  name: 'apply',
  summary: 'Applies a plan that "npm run plan" created, exactly as it was reviewed.',
  workspace: 'required',
  options: {
    plan: { type: 'string', value: 'PATH', help: 'the folder of the plan; it must be given' },
    digest: {
      type: 'string',
      value: 'SHA256',
      help: 'rejects any plan but the one with this digest, which "npm run plan" printed',
    },
    ...yesInLive,
  },
  notes: ['The plan may have been created on another machine.', asksInLive],
  examples: ['npm run apply -- --workspace test --plan plans/test'],
} as const satisfies CommandSpec;
