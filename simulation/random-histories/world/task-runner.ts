import { effect } from './task-effect';
import { withFault } from './task-fault';
import { serviceOf } from './task-service';
import type { TaskWorld } from './task-world';
import type { TaskCall } from '@usage-billing/local-aws/step-functions/types';
import type { Json } from '@usage-billing/local-aws/json';

/** One attempt of a Task state, with what may go wrong before, during and after its effect. */
export async function runTask(world: TaskWorld, call: TaskCall): Promise<Json> {
  const fault = world.faults.take(call.stateName) ?? world.outages.faultOf(serviceOf(call), call.stateName);
  await world.clock.sleep(0.01 + world.random() * 0.3);
  // Nobody waits for the answer any more; the request itself was not sent.
  if (call.signal.aborted) {
    return null;
  }
  if (serviceOf(call) === 'stripe') {
    const execution = world.executionOf(call.executionArn)!;
    world.stripe.calls.push({ execution, time: world.clock.now().getTime() });
  }
  return fault ? withFault(world, call, fault) : effect(world, call);
}
