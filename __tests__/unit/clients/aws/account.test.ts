import { stripeCatalog } from '../../../../commands/stripe-catalog';
import { stripeKey } from '../../../../commands/stripe-key';
import { run, startAws, type Aws } from '../../../helpers/stripe-commands';

describe('the account of the commands', () => {
  let aws: Aws;

  beforeAll(async () => {
    aws = await startAws('111122223333');
  }, 60_000);
  afterAll(() => aws.stop());

  test.each([
    ['stripe:key', stripeKey],
    ['stripe:catalog', stripeCatalog],
  ])('%s does nothing in another account than the settings name', async (_, command) => {
    const { error, exitCode } = await run(command, ['--workspace', 'test']);
    expect(exitCode).toBe(1);
    expect(error).toContain('of account 111122223333, but test is in account 002689294103');
  });
});
