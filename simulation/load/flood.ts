import { stripeRateLimits } from '@usage-billing/local-stripe/rate-limit';
import { paceSeconds } from '../../settings/recovery';
import { seededRandom, withMathRandom } from '../random-histories/world/random';
import { LoadWorld } from './load-world';
import { problemsOf } from './problems';
import { highestRate } from './requests';
import { settle } from './settle';
import { figuresOf, Uploads, type UploadFigures } from './uploads';

/** What a flood came to, as plain values. */
export interface Flood {
  readonly flood: UploadFigures;
  /** Uploads while recovery sends what the flood left. */
  readonly later: UploadFigures;
  /** Meter events that Stripe took. */
  readonly counted: number;
  /** Everything that was lost, counted twice, or not compared, as sentences. */
  readonly problems: readonly string[];
  readonly recovery: {
    /** The most requests a second to Stripe, over one pace of the settings. */
    readonly highestRate: number;
    readonly failedRequests: number;
  };
  /** From the first upload to the last meter event of the flood that Stripe took. */
  readonly seconds: number;
  /** What Stripe's limit itself would take for the flood. */
  readonly secondsAtLimit: number;
}

/** Ten times as many uploads as a sandbox takes. In live mode AWS's quotas let no flood reach Stripe's limit. */
const perSecond = 10 * stripeRateLimits.sandbox;

/** Uploads that come while recovery drains, below what it leaves of Stripe's limit. */
const later = { count: 300, perSecond: 15 };

/** Offers so many uploads at ten times Stripe's limit, and passes the time until everything is counted and compared. */
export function flooded(uploads: number): Promise<Flood> {
  return withMathRandom(seededRandom(1), async () => {
    const world = new LoadWorld('test');
    const from = world.now();
    const flood = new Uploads(world, 'flood');
    await flood.offer(uploads, perSecond);
    await flood.allEnded();
    while (!world.requests.some(({ machine }) => machine === 'recovery')) {
      await world.pass(10);
    }
    const laterUploads = new Uploads(world, 'later');
    await laterUploads.offer(later.count, later.perSecond);
    await laterUploads.allEnded();
    await settle(world);
    const last = world.stripe.accepted.findLast(({ identifier }) => identifier.startsWith('flood'));
    const ofRecovery = world.requests.filter(({ machine }) => machine === 'recovery');
    return {
      flood: figuresOf(flood),
      later: figuresOf(laterUploads),
      counted: world.stripe.accepted.length,
      problems: problemsOf(world),
      recovery: {
        highestRate: highestRate(ofRecovery, paceSeconds(world.environment.recovery)),
        failedRequests: ofRecovery.filter(({ succeeded }) => !succeeded).length,
      },
      seconds: (last?.created ?? Infinity) - from,
      secondsAtLimit: uploads / stripeRateLimits.sandbox,
    };
  });
}
