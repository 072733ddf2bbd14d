import { stackNames } from '../../settings/stacks';
import type { CommandSpec } from '../shared/command-spec';

export const planSpec = {
  name: 'plan',
  summary: 'Plans the stacks of a workspace for review.',
  workspace: 'required',
  options: {
    out: {
      type: 'string',
      value: 'PATH',
      help: 'the folder for the plan; if left out, plans/test or plans/live',
    },
    stack: {
      type: 'string',
      value: 'STACK',
      multiple: true,
      choices: stackNames,
      help: 'plans this stack alone; give it several times for more',
    },
  },
  notes: [
    'It writes summary.md, which can be posted to a pull request, and the plan files, which must not be published: each ' +
      'holds its stack\'s whole state. By the digest that it prints, "npm run apply" recognizes the plan.',
    'It changes nothing in AWS.',
    'Exit code: 0 no changes, 1 error, 2 changes.',
  ],
  examples: [
    'npm run plan -- --workspace test',
    'npm run plan -- --workspace live --out plans/live --stack stripe-secret --stack service-processing',
  ],
} as const satisfies CommandSpec;
