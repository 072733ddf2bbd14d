import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { scanLedger, type LedgerScan } from '../../clients/aws/ledger-scan';
import { meterParams } from '../../clients/stripe/meter';
import { stripeClient } from '../../clients/stripe/client';
import { startLocalStripe } from '@usage-billing/local-stripe/server';
import { catalog } from '../../settings/catalog';
import { environmentOf } from '../../settings/environments';
import { ledgerKey } from '../../ledger/keys';
import { freeRequestsPerSecond } from '../../settings/recovery';
import { reconciliation } from '../reconcile/reconciliation';
import { print } from './print';

export interface Size {
  readonly events: number;
  readonly customers: number;
}

const environment = environmentOf('live');
const day = 86_400;
/** The day before yesterday. */
const start = (Math.floor(Date.now() / 1000 / day) - 2) * day;
const period = { from: '', to: '', start, end: start + day };

export async function benchReconcile(): Promise<void> {
  const size = { events: 100_000, customers: 1_000 };
  const { seconds, growthMebibytes } = await measureReconcile(size);
  const what = `Comparing ${size.events} meter events of ${size.customers} customers`;
  print(`${what} with Stripe`, `${seconds.toFixed(0)} s`);
  print('  memory from the first tenth of them to all', `+${growthMebibytes.toFixed(1)} MiB`);
}

/** As an execution leaves it. */
const item = (index: number, { customers }: Size): Record<string, AttributeValue> => ({
  [ledgerKey]: { S: `upload-${index}` },
  customerId: { S: `cus_${index % customers}` },
  value: { N: '1024' },
  timestamp: { N: String(start + (index % day)) },
  eventName: { S: catalog.meter.eventName },
  recordedBy: {
    S: `arn:aws:states:${environment.region}:${environment.accountId}:execution:${environment.names.stateMachine}:upload-${index}`,
  },
  attempts: { N: '1' },
  status: { S: 'sent' },
  sentAt: { N: String(start + (index % day) + 2) },
  livemode: { BOOL: true },
  evidence: { S: 'response' },
});

export interface Figures {
  readonly seconds: number;
  /** By how much the memory in use grows from a tenth of the events to all of them, after the garbage is collected. */
  readonly growthMebibytes: number;
}

/**
 * Compares so many events, one day of each customer, as `npm run reconcile` does, with a local Stripe. The ledger is a
 * double of DynamoDB's client that makes each page when it is asked for: moto takes about a minute to hand out 100,000
 * items, which would be measured instead.
 */
export async function measureReconcile(size: Size): Promise<Figures> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const { key, server, meterIds } = await filledStripe(size);
  const used: number[] = [];
  const began = performance.now();
  try {
    const { rows } = await reconciliation(
      {
        scan: (take, signal) =>
          scanLedger({ client: generatedPages(size), table: '', ...period, signal }, take),
        stripe: stripeClient(key, { apiBase: server.url }),
        meterIds,
        requestsPerSecond: freeRequestsPerSecond(environment),
      },
      period,
      ({ events }) => {
        if (events >= ((used.length + 1) * size.events) / 10) {
          collectGarbage();
          used.push(process.memoryUsage().heapUsed);
        }
      },
    );
    const unequal = rows.filter(({ outcome }) => outcome !== 'equal').length;
    if (rows.length !== size.customers || unequal > 0) {
      throw new Error(`${rows.length} days were compared, ${unequal} of them not equal.`);
    }
  } finally {
    await server.stop();
  }
  return {
    seconds: (performance.now() - began) / 1000,
    growthMebibytes: Math.max(0, used.at(-1)! - used[0]!) / 2 ** 20,
  };
}

/** A Stripe that counted every event, in the same process but asked over HTTP. */
async function filledStripe(size: Size) {
  const key = ['sk', 'live', randomBytes(16).toString('hex')].join('_');
  const server = await startLocalStripe({ keys: [{ value: key, mode: 'live' }], summaryDelaySeconds: 0 });
  const meter = await stripeClient(key, { apiBase: server.url }).billing.meters.create(
    meterParams(catalog.meter),
  );
  for (let index = 0; index < size.customers; index++) {
    server.addCustomer('live', `cus_${index}`);
  }
  for (let index = 0; index < size.events; index++) {
    const { customerId, value, timestamp } = item(index, size);
    const body = new URLSearchParams({
      event_name: catalog.meter.eventName,
      identifier: `upload-${index}`,
      timestamp: timestamp!.N!,
      [`payload[${catalog.meter.customerKey}]`]: customerId!.S!,
      [`payload[${catalog.meter.valueKey}]`]: value!.N!,
    });
    const headers = { authorization: `Bearer ${key}` };
    server.handle({ method: 'POST', url: '/v1/billing/meter_events', headers, body: body.toString() });
  }
  server.requests.length = 0;
  return { key, server, meterIds: [meter.id] };
}

/** Pages of 2,000 events, about as many as fit into the 1 MB of a page. */
function generatedPages(size: Size): LedgerScan['client'] {
  const pageSize = 2000;
  const send = async ({
    input,
  }: {
    input: { Segment: number; TotalSegments: number; ExclusiveStartKey?: Record<string, AttributeValue> };
  }) => {
    const { Segment, TotalSegments, ExclusiveStartKey } = input;
    const end = Math.floor((size.events * (Segment + 1)) / TotalSegments);
    const first = Number(ExclusiveStartKey?.first?.N ?? Math.floor((size.events * Segment) / TotalSegments));
    const last = Math.min(end, first + pageSize);
    await new Promise(setImmediate);
    return {
      Items: Array.from({ length: last - first }, (_, index) => item(first + index, size)),
      ...(last < end && { LastEvaluatedKey: { first: { N: String(last) } } }),
    };
  };
  return { send } as unknown as LedgerScan['client'];
}
