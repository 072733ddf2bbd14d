import type { Writable } from 'node:stream';
import { meterEvents } from '../../commands/meter-events';
import type { LocalStripeOptions } from '@usage-billing/local-stripe/server';
import type { Terminal } from '../../commands/shared/terminal';
import { environmentOf } from '../../settings/environments';
import { LedgerTables } from './ledger-tables';
import { run, startAws, type Aws, type Seen } from './stripe-commands';
import { fileMeter, newKey, startFixture, type Fixture } from './local-stripe';

export const now = () => Math.floor(Date.now() / 1000);

export const day = 86_400;

const recordedBy =
  'arn:aws:states:ap-northeast-1:002689294103:execution:ServiceProcessingOrchestrator-test:1a2b3c4d';

/** A meter event of two days ago that an execution sent, with these changes. */
export const event = (
  identifier: string,
  changes: Readonly<Record<string, string | number | boolean>> = {},
) => ({
  identifier,
  customerId: 'cus_known',
  value: 1024,
  timestamp: now() - 2 * day,
  eventName: 'file_processed',
  recordedBy,
  status: 'sent',
  attempts: 1,
  ...changes,
});

const failure = { lastError: 'States.Http.StatusCode.400', lastErrorCause: 'Bad Request' };

/** Events that need a person, as recovery leaves them. */
export const rejected = (identifier: string, changes: Parameters<typeof event>[1] = {}) =>
  event(identifier, {
    status: 'rejected',
    openState: 'needs-person',
    attempts: 4,
    notTaken: 2,
    refusals: 3,
    claimedAt: now() - 2 * 3600,
    previousClaimedAt: now() - 3 * 3600,
    dueAt: now() - 3600,
    lastErrorAt: now() - 2 * 3600,
    ...failure,
    ...changes,
  });

export const undecided = (identifier: string, changes: Parameters<typeof event>[1] = {}) =>
  rejected(identifier, { status: 'undecided', refusals: 1, doubts: 6, ...changes });

/** The usage check of the hour in which a timestamp lies. */
export const usageCheck = (
  timestamp: number,
  changes: Readonly<Record<string, string | number>> = {},
  customer = 'cus_known',
) => {
  const hourStart = Math.floor(timestamp / 3600) * 3600;
  return {
    identifier: `#usage-check/${customer}/${hourStart}`,
    checkedCustomerId: customer,
    hourStart,
    revision: 3,
    status: 'different',
    openState: 'needs-person',
    dueAt: now() - 3600,
    looks: 2,
    claimedAt: now() - 7200,
    lastError: 'UsageDiffers',
    lastErrorCause: 'The ledger has 2048 bytes, Stripe counted 1024.',
    lastErrorAt: now() - 7200,
    ...changes,
  };
};

export interface Services {
  readonly aws: Aws;
  readonly tables: LedgerTables;
  readonly live: LedgerTables;
  stripe: Fixture;
  /** Empties the ledger and starts another Stripe. */
  renew(options?: Partial<LocalStripeOptions>): Promise<void>;
  /** Stores a restricted key with these permissions instead of the secret key. */
  restrictKey(...permissions: string[]): Promise<void>;
  stop(): Promise<void>;
}

export async function startServices(): Promise<Services> {
  const aws = await startAws();
  const tables = new LedgerTables(environmentOf('test'));
  const live = new LedgerTables(environmentOf('live'));
  const store = (value: string) => aws.secrets.create('test', JSON.stringify({ STRIPE_SECRET_KEY: value }));
  const services: Services = {
    aws,
    tables,
    live,
    stripe: await startFixture(),
    async renew(options = {}) {
      await services.stripe.server.stop();
      services.stripe = await startFixture({ summaryDelaySeconds: 0, errorReportSamples: 2, ...options });
      process.env.STRIPE_API_BASE = services.stripe.server.url;
      services.stripe.server.addCustomer('test', 'cus_known');
      await services.stripe.test.billing.meters.create(fileMeter);
      await Promise.all([tables.create(), live.create(), store(services.stripe.keys.test)]);
    },
    async restrictKey(...permissions) {
      const value = newKey('rk', 'test');
      services.stripe.server.addKey({ value, mode: 'test', permissions });
      await store(value);
    },
    async stop() {
      tables.destroy();
      live.destroy();
      await services.stripe.server.stop();
      await aws.stop();
    },
  };
  return services;
}

/** The command in a workspace; what it says beside JSON goes to the output too. */
export const command =
  (workspace: 'test' | 'live') =>
  (args: readonly string[], input?: Terminal['input']): Promise<Seen> =>
    run(
      (all, terminal) => meterEvents(all, { ...terminal, error: nowhere }),
      ['--workspace', workspace, ...args],
      input,
    );

const nowhere = { write: () => true } as unknown as Writable;
