import { environmentNames, type EnvironmentName } from './environment-names';
import { githubRepositoryOf } from './github';
import { checkRecovery, type RecoverySettings } from './recovery';
import { namesOf, type Names } from './names';
import { SettingsError } from './settings-error';

/** Everything in which the environments may differ. */
export interface EnvironmentSettings {
  /** The only AWS account the provider may act in. */
  readonly accountId: string;
  readonly region: string;
  /** The mode of the key that the secret holds. */
  readonly stripeMode: 'test' | 'live';
  /**
   * The only Stripe account whose key the commands take, `acct_…`. Test mode has the id of its account; a sandbox has
   * an id of its own. Until it is set, `npm run stripe:key` stops at every key and prints the line to write here.
   */
  readonly stripeAccountId: string;
  /**
   * Whether the stack creates the two DynamoDB tables. Otherwise the application owns them.
   * @default - they exist already
   */
  readonly createTables?: boolean;
  /**
   * Name of an existing role to run the state machine with; only `StripeMeterIntegrationPolicy` is added to it.
   * @default - the stack creates the role
   */
  readonly executionRoleName?: string;
  /** Names of the child state machines that the parent may start. */
  readonly childStateMachineNames: readonly string[];
  /**
   * Name of the application's input bucket, for the file that `verify` sends through. In test, the role that verifies
   * from GitHub may upload to this bucket alone.
   * @default - `verify` takes the bucket of the latest execution, and the role may upload nothing
   */
  readonly inputBucketName?: string;
  /** Who is notified when a meter event was not sent. AWS sends each address a mail to confirm the subscription. */
  readonly alarmEmailAddresses: readonly string[];
  /** How fast meter events that are still open are sent. */
  readonly recovery: RecoverySettings;
  /** One of the periods CloudWatch Logs allows. */
  readonly logRetentionDays: number;
  /**
   * The page that the alarm's e-mail links to: your copy of `docs/runbook.md`.
   * @default - the e-mail names `docs/runbook.md` without a link
   */
  readonly runbookUrl?: string;
  /**
   * The GitHub repository, `owner/name`, whose workflows may assume the deployment roles.
   * @default - nobody may: the stack `deployment-roles` is not synthesized
   */
  readonly githubRepository?: string;
  /** The repository's ID on GitHub, in digits; set together with `githubRepository`. */
  readonly githubRepositoryId?: string;
  /**
   * The ID of the repository's owner, for a repository with immutable subject claims. GitHub uses them by default for
   * repositories created or renamed since 2026-07-15, and an older repository can enable them.
   * @default - the subject of the repository's tokens contains names alone
   */
  readonly githubOwnerId?: string;
  /**
   * Whether this environment creates GitHub's OIDC provider, if it has a repository; an account can have one provider.
   * @default - the other environment creates it, or it exists already
   */
  readonly createGithubOidcProvider?: boolean;
}

export interface Environment extends EnvironmentSettings {
  readonly name: EnvironmentName;
  readonly names: Names;
}

const settings: Record<EnvironmentName, EnvironmentSettings> = {
  test: {
    accountId: '002689294103',
    region: 'ap-northeast-1',
    stripeMode: 'test',
    stripeAccountId: 'acct_YOUR_TEST_ACCOUNT',
    createTables: true,
    childStateMachineNames: ['CopyFile-test'],
    alarmEmailAddresses: ['stripe-billing-test@siftbeam.example'],
    // Stripe: 25 requests a second for everything in a sandbox.
    recovery: { concurrency: 10, requestsPerSecond: 5 },
    logRetentionDays: 30,
    createGithubOidcProvider: true,
  },
  live: {
    accountId: '002689294103',
    region: 'ap-northeast-1',
    stripeMode: 'live',
    stripeAccountId: 'acct_YOUR_LIVE_ACCOUNT',
    childStateMachineNames: ['CopyFile'],
    alarmEmailAddresses: ['stripe-billing@siftbeam.example'],
    // Stripe: 1,000 meter events a second. Step Functions' state transitions bind first (docs/ledger.md).
    recovery: { concurrency: 60, requestsPerSecond: 60 },
    logRetentionDays: 400,
  },
};

/**
 * The environment of a Terraform workspace.
 *
 * @param workspace the value of `TF_WORKSPACE`; none means `test`
 * @throws if the workspace is neither `test` nor `live`: a typo must never fall back to the other one
 * @throws if the settings name a GitHub repository without its ID, or the reverse
 * @throws if a number of the setting `recovery` is out of its range
 */
export function environmentOf(workspace: string | undefined): Environment {
  const name = environmentNames.find((known) => known === (workspace || 'test'));
  if (!name) {
    throw new SettingsError(
      `Terraform workspace "${workspace}" is not known: it must be "test" or "live". ` +
        'Set TF_WORKSPACE=test or TF_WORKSPACE=live and run the command again.',
    );
  }
  githubRepositoryOf(settings[name]);
  checkRecovery(name, settings[name]);
  return { ...settings[name], name, names: namesOf(name, settings[name]) };
}
