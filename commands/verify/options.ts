import { asksInLive, yesInLive, type CommandSpec } from '../shared/command-spec';

export const verifySpec = {
  name: 'verify',
  summary:
    'Checks everything that is deployed, in AWS and in Stripe, and prints the fix below each line that fails.',
  workspace: 'required',
  options: {
    json: { type: 'boolean', help: 'prints JSON alone' },
    send: { type: 'boolean', help: 'sends a file in live too, which bills the customer' },
    'no-send': { type: 'boolean', help: 'sends no file' },
    'require-send': { type: 'boolean', help: 'fails if the file could not be sent' },
    file: { type: 'string', value: 'PATH', help: 'sends this file; if left out, one of 1,024 bytes' },
    bucket: {
      type: 'string',
      value: 'NAME',
      help: 'uploads to this bucket; if left out, to that of the settings or of the latest execution that names one',
    },
    policy: {
      type: 'string',
      value: 'ID',
      help: 'sends with this policy; if left out, with one that is mapped',
    },
    customer: { type: 'string', value: 'cus_…', help: 'bills this customer; needed with --send in live' },
    'wait-seconds': {
      type: 'string',
      value: 'N',
      help: 'how long it waits for what Stripe and CloudWatch show late; if left out, 900',
    },
    ...yesInLive,
  },
  notes: [
    "One line is Terraform's plan of every stack, which takes no lock and changes nothing; the others look at what a plan " +
      'cannot see.',
    'In test it sends one small file through and causes one failure, which fires the alarm; nobody pays for it. In ' +
      'live it sends a file only with --send.',
    asksInLive,
    'Exit code: 1 if a line failed.',
  ],
  examples: [
    'npm run verify -- --workspace test',
    'npm run verify -- --workspace live --send --customer cus_123',
  ],
} as const satisfies CommandSpec;
