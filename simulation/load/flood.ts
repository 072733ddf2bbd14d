import { stripeRateLimits } from '@usage-billing/local-stripe/rate-limit';
import { seededRandom, withMathRandom } from '../random-histories/world/random';
import { LoadWorld } from './load-world';
import { settle } from './settle';
import { Uploads } from './uploads';

export interface Flood {
  readonly world: LoadWorld;
  readonly flood: Uploads;
  /** Uploads while recovery sends what the flood left. */
  readonly later: Uploads;
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
    return {
      world,
      flood,
      later: laterUploads,
      seconds: (last?.created ?? Infinity) - from,
      secondsAtLimit: uploads / stripeRateLimits.sandbox,
    };
  });
}
