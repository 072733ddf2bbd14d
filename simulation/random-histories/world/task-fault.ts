import type { Fault } from './faults';
import { statusError } from './http-failures';
import { effect } from './task-effect';
import { prefixOf, serviceOf } from './task-service';
import type { TaskWorld } from './task-world';
import { StatesError, type TaskCall } from '@usage-billing/local-aws/step-functions/types';
import type { Json, JsonObject } from '@usage-billing/local-aws/json';

/** An attempt to which this fault happens, before, during or after its effect. */
export async function withFault(world: TaskWorld, call: TaskCall, fault: Fault): Promise<Json> {
  const { clock, note } = world;
  const { kind, detail } = fault;
  const answered = () => attempted(() => effect(world, call));
  note(call, `(${kind} ${detail})`);
  switch (kind) {
    case 'slow':
      await clock.sleep(5 + detail);
      return call.signal.aborted ? null : effect(world, call);
    case 'refuse':
      if (serviceOf(call) === 'stripe' && refusals.stripe[detail % refusals.stripe.length] !== 429) {
        world.stripe.doubt(call.arguments as JsonObject);
      }
      return fail(world, call, fault, refusals);
    case 'lose':
      await answered();
      return fail(world, call, fault, losses);
    case 'late':
      void clock.sleep(serviceOf(call) === 'stripe' ? 50 + detail * 8 : 8 + detail).then(answered);
      return fail(world, call, { ...fault, detail: 0 }, losses);
    case 'store':
      world.stripe.account.api.faults.add({
        kind: 'status',
        status: 500,
        stored: true,
        taken: detail % 2 === 1,
        method: 'POST',
        times: 1,
      });
      return effect(world, call);
    case 'kill-before':
      world.kill(call.executionArn);
      return null;
    case 'kill-after':
      await answered();
      world.kill(call.executionArn);
      return null;
    case 'kill-late':
      world.kill(call.executionArn);
      await clock.sleep(1 + detail * 6);
      await answered();
      return null;
  }
}

const timeout = 'timeout';

/** What a caller may see although nothing happened. */
const refusals = {
  stripe: [429, 500, 'States.Http.Socket', 429, timeout, 409, 520, 429, 408, 503],
  dynamodb: ['InternalServerErrorException', 'SdkClientException', timeout],
};

/** What a caller may see although it happened. */
const losses = {
  stripe: ['States.Http.Socket', 500, 502, 504, timeout, 520, 503, 'States.DataLimitExceeded'],
  dynamodb: ['SdkClientException', timeout, 'InternalServerErrorException'],
};

async function fail(
  { clock }: TaskWorld,
  call: TaskCall,
  { detail, error: name }: Fault,
  errors: typeof refusals,
): Promise<never> {
  const service = serviceOf(call);
  const list = service === 'stripe' ? errors.stripe : errors.dynamodb;
  const error = name ?? list[detail % list.length]!;
  if (error === timeout) {
    // The state's own limit is shorter.
    await clock.sleep(10_000);
  }
  if (typeof error === 'number') {
    throw statusError(error);
  }
  if (error === 'States.Http.Socket') {
    await clock.sleep(detail % 2 === 0 ? 1 : 60);
  }
  throw new StatesError(service === 'stripe' ? error : `${prefixOf(call.resource)}.${error}`, 'unlucky');
}

async function attempted(body: () => Promise<Json>): Promise<void> {
  try {
    await body();
  } catch {
    // Nobody hears of it.
  }
}
