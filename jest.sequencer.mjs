import { createRequire } from 'node:module';

const { default: Sequencer } = createRequire(import.meta.url)('@jest/test-sequencer');

/**
 * The end-to-end tests first, the longest of all, so that the short unit tests keep both workers busy until the end. By
 * itself Jest knows the longest files only on a machine that ran them before, and takes the largest for the longest.
 */
export default class LongestFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    const isEndToEnd = ({ context }) => context.config.displayName?.name === 'end-to-end';
    return [...sorted.filter(isEndToEnd), ...sorted.filter((test) => !isEndToEnd(test))];
  }
}
