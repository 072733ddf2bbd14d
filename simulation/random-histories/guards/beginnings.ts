import type { Focus } from '../history/arbitrary';
import { minute } from '../history/durations';
import type { Action, Step } from '../history/history';
import type { Fault } from '../world/faults';

/** Nothing but equal events of one customer. */
export const alike: Focus = { customers: ['cus_Anna'], bytes: [100] };

/** And all of one upload. */
export const same: Focus = { ...alike, ids: ['upload-1'] };

export function upload(id: string): Step {
  return now({ do: 'upload', id, customer: 'cus_Anna', bytes: 100 });
}

/** The next calls of the state fail. */
export function failing(state: string, kind: Fault['kind'], times = 1): Step {
  return now({ do: 'fault', fault: { state, kind, times, detail: 0 } });
}

/** Stripe takes the event, and the execution does not live to hear of it. */
export const taken = [failing('SendStripeMeterEvent', 'kill-after'), upload('upload-1')];

/** The execution records that it has certainly not sent. */
export const notSent = (id: string) => [failing('GetStripeAPIKey', 'refuse', 6), upload(id)];

/** And then recovery may send. */
export const due = [...notSent('upload-1'), { ...now({ do: 'lag', seconds: 0 }), after: 16 * minute }];

function now(action: Action): Step {
  return { after: 0, action };
}
