import { customers, LoadWorld } from '../../simulation/load/load-world';
import type { Use } from './cost';
import { UseMeter } from './use-meter';

/** What is used, as the deployed definitions run. */
export interface Uses {
  /** One file that is billed without a failure; its child belongs to the application. */
  readonly billedFile: Use;
  /** One event that recovery sends. */
  readonly recoveredEvent: Use;
  /** One comparison of a customer's hour. */
  readonly usageCheck: Use;
  /** One run of recovery that finds nothing. */
  readonly idleRun: Use;
}

/** Runs one of each, in memory. */
export async function measureUses(): Promise<Uses> {
  const meter = new UseMeter();
  const world = new LoadWorld('live', meter.onEvent);
  meter.watch(world);
  const done = <T>(promise: Promise<T>) => world.clock.runUntil(promise);

  await done(world.recover());
  const idleRun = meter.take();

  await done(world.upload('file', customers[0]!, 1_000));
  const billedFile = meter.take();

  // Files of every customer; Stripe refuses all keys, so that recovery has to send them.
  world.stripe.lock();
  for (const customer of customers) {
    await done(world.upload(`open-${customer}`, customer, 1_000));
  }
  world.stripe.unlock();
  await world.clock.advance(15 * 60);
  meter.take();
  await done(world.recover());
  const recoveredEvent = each(meter.take(), idleRun, customers.length);

  await world.clock.advance(2 * 3600);
  meter.take();
  await done(world.recover());
  const usageCheck = each(meter.take(), idleRun, customers.length);
  return { billedFile, recoveredEvent, usageCheck, idleRun };
}

/** The share of one item in a run that worked on so many, without what an idle run uses. */
function each(run: Use, idleRun: Use, items: number): Use {
  const shares = Object.entries(run).map(([kind, amount]) => [
    kind,
    (amount - idleRun[kind as keyof Use]) / items,
  ]);
  return Object.fromEntries(shares) as Use;
}
