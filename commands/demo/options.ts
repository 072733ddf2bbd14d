import { failureNames } from '../../local/demo/failure-names';
import type { CommandSpec } from '../shared/command-spec';

export const demoSpec = {
  name: 'demo',
  summary: 'Runs the whole system on this machine, without an AWS or Stripe account, and bills one file.',
  workspace: 'default test',
  options: {
    file: { type: 'string', value: 'PATH', help: 'bills this file; if left out, local/demo/report.txt' },
    fail: { type: 'string', value: 'NAME', choices: failureNames, help: 'reproduces a failure' },
    recover: { type: 'boolean', help: 'lets the hours pass after which recovery has sent what is open' },
    keep: { type: 'boolean', help: 'keeps everything running until Ctrl-C, and prints how to use it' },
  },
  notes: [
    'It deploys the stacks to the emulated AWS, processes the file and shows the meter event that the local Stripe ' +
      'accepted.',
  ],
  examples: ['npm run demo', 'npm run demo -- --fail 503 --recover'],
} as const satisfies CommandSpec;

export const demoFaultSpec = {
  name: 'demo:fault',
  summary: 'Lists, sets or clears the faults of a demo that keeps running.',
  workspace: 'none',
  options: {},
  operands: { value: 'list|set NAME|clear', choices: failureNames, help: 'the names are those of the demo' },
  notes: [
    'Run first, in this terminal, the lines with environment variables that "npm run demo -- --keep" prints.',
  ],
  examples: ['npm run demo:fault -- set 503', 'npm run demo:fault -- clear'],
} as const satisfies CommandSpec;

export const demoKeySpec = {
  name: 'demo:key',
  summary: 'Prints a new Stripe key of a demo that keeps running, for a pipe to npm run stripe:key.',
  workspace: 'default test',
  options: {},
  notes: [
    'The key exists in the local Stripe of the demo alone. It is not shown at a terminal.',
    'Run first, in this terminal, the lines with environment variables that "npm run demo -- --keep" prints.',
  ],
  examples: ['npm run --silent demo:key | npm run stripe:key -- --workspace test'],
} as const satisfies CommandSpec;
