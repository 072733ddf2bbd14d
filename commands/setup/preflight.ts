import { CommandError } from '../../clients/command-error';
import type { Environment } from '../../settings/environments';
import { notChecked, tried, type Check, type Line } from '../verify/check';
import { Facts } from '../verify/facts';
import { lineText } from '../verify/report';
import { accountCheck, checksInAccount, stripeAccountCheck, terraformCheck } from './preflight-checks';

/**
 * Looks for everything that must exist before the first step, and prints what was seen.
 *
 * @throws CommandError if anything is missing; all that is missing was printed then, each with what to do
 */
export async function preflight(
  environment: Environment,
  options: { say: (line: string) => void; again: string },
): Promise<void> {
  const { say, again } = options;
  const facts = new Facts(environment);
  const account = await tried(accountCheck(facts));
  const inAccount = async (check: Check): Promise<Line> =>
    account.outcome === 'passed'
      ? tried(check)
      : { id: check.id, what: check.what, ...notChecked('not without credentials of the account') };
  const lines = [
    account,
    ...(await Promise.all([
      tried(stripeAccountCheck(environment)),
      tried(terraformCheck(say)),
      ...checksInAccount(facts).map(inAccount),
    ])),
  ];
  for (const line of lines) {
    say(lineText(line));
  }
  const missing = lines.filter(({ outcome }) => outcome === 'failed').length;
  if (missing > 0) {
    throw new CommandError(
      `${missing === 1 ? 'One thing is' : `${missing} things are`} missing (✗ above, each with what to do), and ` +
        `nothing was changed. Then run "${again}" again.`,
    );
  }
}
