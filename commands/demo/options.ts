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
  operands: { value: 'ACTION', help: 'list, clear, or set and the NAME of a failure, as after --fail' },
  examples: ['npm run demo:fault -- clear', 'npm run demo:fault -- set 503'],
} as const satisfies CommandSpec;

export const demoKeySpec = {
  name: 'demo:key',
  summary: 'Passes a new key of the local Stripe of a demo that keeps running to npm run stripe:key.',
  workspace: 'default test',
  options: {},
  notes: [
    'It shows no key at a terminal; a pipe passes it on: npm run demo:key --silent | npm run stripe:key -- ' +
      '--workspace test',
  ],
  examples: ['npm run demo:key'],
} as const satisfies CommandSpec;
