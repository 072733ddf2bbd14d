import { createRequire } from 'node:module';
import path from 'node:path';

const { default: Sequencer } = createRequire(import.meta.url)('@jest/test-sequencer');

/** The files that take more than ten seconds on an idle machine, the longest first; the report of a run names them. */
export const longest = [
  '__tests__/end-to-end/adopt.test.ts',
  '__tests__/end-to-end/verify.test.ts',
  '__tests__/end-to-end/runbook.test.ts',
  '__tests__/end-to-end/demo.test.ts',
  '__tests__/end-to-end/first-deployment.test.ts',
  '__tests__/end-to-end/deployment.test.ts',
  '__tests__/end-to-end/interrupted-deployment.test.ts',
  '__tests__/end-to-end/plan.test.ts',
  '__tests__/end-to-end/processing.test.ts',
  '__tests__/end-to-end/recovery.test.ts',
  '__tests__/end-to-end/interrupted-demo.test.ts',
  '__tests__/end-to-end/billing.test.ts',
  '__tests__/end-to-end/probe.test.ts',
  '__tests__/end-to-end/replay.test.ts',
  '__tests__/end-to-end/left-behind.test.ts',
  '__tests__/end-to-end/verify-live.test.ts',
  '__tests__/unit/commands/probe/questions.test.ts',
  '__tests__/unit/load/flood.test.ts',
  '__tests__/unit/random-histories/histories.test.ts',
  'packages/local-aws/test/step-functions/interpreter/evaluation-limits.test.ts',
  '__tests__/unit/random-histories/guards.test.ts',
];

/**
 * The longest first, so that the short ones keep both workers busy until the end. By itself Jest knows the longest only
 * on a machine that ran them before, and takes the largest files for the longest.
 */
export default class LongestFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    const place = ({ path: file, context }) => {
      const name = path.relative(context.config.rootDir, file).split(path.sep).join('/');
      // A new end-to-end test takes long, too: without a known place it comes first, at the index -1.
      return longest.includes(name) || name.includes('/end-to-end/') ? longest.indexOf(name) : longest.length;
    };
    return sorted.toSorted((one, other) => place(one) - place(other));
  }
}
