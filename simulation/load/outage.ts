import { catalog } from '../../settings/catalog';
import type { EnvironmentName } from '../../settings/environment-names';
import { paceSeconds } from '../../settings/recovery';
import { seededRandom, withMathRandom } from '../random-histories/world/random';
import { customers, LoadWorld } from './load-world';
import { problemsOf } from './problems';
import { highestRate } from './requests';
import { settle } from './settle';

/** What the end of an outage came to, as plain values. */
export interface Drain {
  /** Meter events that Stripe took. */
  readonly counted: number;
  /** Everything that was lost, counted twice, or not compared, as sentences. */
  readonly problems: readonly string[];
  /** The most requests a second to Stripe, over one pace of the settings. */
  readonly highestRate: number;
  /** From the first recovery run to the last meter event that Stripe took. */
  readonly seconds: number;
}

/** Sends so many meter events that an outage of Stripe left open, and passes the time until they are compared. */
export function drained(name: EnvironmentName, events: number): Promise<Drain> {
  return withMathRandom(seededRandom(1), async () => {
    const world = new LoadWorld(name);
    const from = world.now();
    for (let number = 0; number < events; number++) {
      const identifier = `open-${number}`;
      // Recorded within the hour before; Stripe answered 503 to the last attempt.
      const timestamp = Math.floor(from) - 3600 + Math.floor((number / events) * 2400);
      world.ledger.set(identifier, {
        identifier: { S: identifier },
        customerId: { S: customers[number % customers.length]! },
        value: { N: String(1_000 + (number % 997)) },
        timestamp: { N: String(timestamp) },
        eventName: { S: catalog.meter.eventName },
        recordedBy: { S: 'arn:aws:states:ap-northeast-1:002689294103:execution:orchestrator:earlier' },
        attempts: { N: '1' },
        notTaken: { N: '0' },
        refusals: { N: '0' },
        status: { S: 'pending' },
        openState: { S: 'pending' },
        dueAt: { N: String(timestamp + 900) },
        lastError: { S: 'States.Http.StatusCode.503' },
      });
    }
    void world.recover();
    await settle(world);
    return {
      counted: world.stripe.accepted.length,
      problems: problemsOf(world),
      highestRate: highestRate(world.requests, paceSeconds(world.environment.recovery)),
      seconds: (world.stripe.accepted.at(-1)?.created ?? Infinity) - from,
    };
  });
}
