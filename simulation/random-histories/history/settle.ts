import type { World } from '../world/world';
import { scheduleSeconds, type Schedule } from './schedule';
import { somethingMayClose } from './unsettled';

/** After the faults have stopped everything ends in this time: six questions, an hour apart, and what came before. */
const settledSeconds = 20 * 3600;

/** Everything works again; recovery gets the time that it needs. @returns whether that was not enough */
export async function settle(world: World, schedule: Schedule): Promise<boolean> {
  world.note('everything works again');
  world.faults.clear();
  world.outages.clear();
  world.stripe.account.rotateKey();
  world.stripe.deploy('right');
  world.indexLagSeconds = 0;
  schedule.isOn = true;
  schedule.reset();
  // What still runs ends, or is stopped by its time limit.
  await schedule.pass(7200 + 600);
  const end = world.now() + settledSeconds;
  const unsettled = () => somethingMayClose(world) || world.executions.running > 0;
  while (unsettled() && world.now() < end) {
    schedule.reset();
    const untilRun = Math.min(schedule.nextRun() - world.now(), scheduleSeconds * 24);
    // A run with a dozen items takes some minutes.
    await schedule.pass(untilRun + 20);
  }
  return unsettled();
}
