import type { Log } from '../../clients/log';
import { otherAwsEndpoints } from '../../clients/aws/endpoints';
import * as consoleUrls from '../../settings/console-urls';
import type { Environment } from '../../settings/environments';
import type { StackName } from '../../settings/stacks';

/** What to look at in the AWS console once a stack is deployed, most important first. */
const pagesOf: Partial<Record<StackName, Readonly<Record<string, (environment: Environment) => string>>>> = {
  'stripe-secret': { Secret: consoleUrls.secretConsoleUrl },
  'service-processing': {
    'State machine': consoleUrls.stateMachineConsoleUrl,
    'Log group': consoleUrls.logGroupConsoleUrl,
    Alarm: consoleUrls.alarmConsoleUrl,
    Dashboard: consoleUrls.dashboardConsoleUrl,
  },
};

/** The commands that are next after a stack, in their order. */
function commandsAfter({ name }: Environment, stack: StackName): string[] {
  const verify = `npm run verify -- --workspace ${name}`;
  switch (stack) {
    case 'state-backend':
      return [`npm run deploy:${name} -- stripe-secret`];
    case 'stripe-secret':
      return [
        `npm run stripe:key -- --workspace ${name}`,
        `npm run stripe:catalog -- --workspace ${name}`,
        `npm run deploy:${name} -- stripe-connection`,
      ];
    case 'stripe-connection':
    case 'deployment-roles':
      return [`npm run deploy:${name} -- service-processing`, verify];
    case 'service-processing':
      return [verify];
  }
}

/**
 * Prints what to run after a deployment, and the pages of the AWS console to look at, if it was to AWS itself.
 *
 * @param stacks what was deployed, in the stacks' order
 */
export async function sayNextSteps(
  environment: Environment,
  stacks: readonly StackName[],
  say: Log,
): Promise<void> {
  const last = stacks.at(-1);
  if (!last) {
    return;
  }
  say('');
  say('Next:');
  for (const command of commandsAfter(environment, last)) {
    say(`  ${command}`);
  }
  const pages = stacks.flatMap((stack) => Object.entries(pagesOf[stack] ?? {}));
  if (pages.length === 0 || (await otherAwsEndpoints({ region: environment.region })).others.length > 0) {
    return;
  }
  say('In the AWS console:');
  for (const [title, url] of pages) {
    say(`  ${title.padEnd(13)}  ${url(environment)}`);
  }
}
