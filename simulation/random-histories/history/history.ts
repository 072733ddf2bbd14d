import type { Fault } from '../world/faults';
import type { WorldSettings } from '../world/world';

/** What happens in a history, besides the recovery that runs on schedule. */
export type Action =
  | { readonly do: 'upload'; readonly id: string; readonly customer: string; readonly bytes: number }
  /** The application starts the execution of an upload again, as it was. */
  | { readonly do: 'repeat'; readonly which: number }
  | { readonly do: 'fault'; readonly fault: Fault }
  /** Redrives one of the executions that can be redriven. */
  | { readonly do: 'redrive'; readonly which: number }
  | { readonly do: 'kill'; readonly which: number }
  | { readonly do: 'recover' }
  | { readonly do: 'schedule'; readonly on: boolean }
  | {
      readonly do: 'outage';
      readonly service: 'dynamodb' | 'stripe';
      readonly seconds: number;
      readonly share: number;
    }
  | { readonly do: 'key'; readonly change: 'revoke' | 'rotate' | 'deploy' | 'deploy wrong mode' }
  | {
      readonly do: 'row';
      readonly id: string;
      readonly change: 'delete' | 'rewrite' | 'remember' | 'restore';
    }
  | { readonly do: 'drop'; readonly customer: string }
  | { readonly do: 'foreign'; readonly customer: string; readonly bytes: number }
  | { readonly do: 'customer' }
  | { readonly do: 'lag'; readonly seconds: number };

export interface Step {
  /** Seconds that pass before it. */
  readonly after: number;
  readonly action: Action;
}

export interface History {
  /** The processingHistoryId of each upload; one without is its own. */
  readonly names?: Readonly<Record<string, string>>;
  readonly settings: WorldSettings;
  readonly steps: readonly Step[];
}

/** One line for each step, for a person. */
export function described({ names = {}, settings, steps }: History): string {
  const { unknownCustomer, summaryDelaySeconds, otherModeComplete, indexLagSeconds, scheduled, seed } =
    settings;
  return [
    `Stripe: unknown customer ${unknownCustomer}, summaries after ${summaryDelaySeconds} s, other mode ` +
      `${otherModeComplete ? 'complete' : 'empty'}; indexes up to ${indexLagSeconds} s late; recovery ${scheduled ? '' : 'not '}on schedule; seed ${seed}`,
    ...Object.entries(names).map(([id, name]) => `${id} is ${name}`),
    ...steps.map(({ after, action }) => `after ${duration(after)}: ${sentence(action)}`),
  ].join('\n');
}

function sentence(action: Action): string {
  switch (action.do) {
    case 'upload':
      return `upload ${action.id} of ${action.customer}, ${action.bytes} bytes`;
    case 'repeat':
      return `the application starts upload ${action.which} again`;
    case 'fault': {
      const { state, kind, times, detail } = action.fault;
      return `next ${times} × ${state}: ${kind} (${detail})`;
    }
    case 'redrive':
      return `redrive (${action.which})`;
    case 'kill':
      return `stop a running execution (${action.which})`;
    case 'recover':
      return 'another recovery run starts';
    case 'schedule':
      return `the schedule is ${action.on ? 'on' : 'off'}`;
    case 'outage':
      return `${action.service} fails for ${duration(action.seconds)}, ${action.share * 100} % of the calls`;
    case 'key':
      return `key: ${action.change}`;
    case 'row':
      return `the application's row of ${action.id}: ${action.change}`;
    case 'drop':
      return `Stripe drops the next event of ${action.customer} after its 200`;
    case 'foreign':
      return `another program bills ${action.customer} ${action.bytes}`;
    case 'customer':
      return 'the unknown customer is created in Stripe';
    case 'lag':
      return `indexes up to ${action.seconds} s late`;
  }
}

function duration(seconds: number): string {
  const units: [string, number][] = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
  ];
  const [name, size] = units.find(([, unit]) => seconds >= unit) ?? ['s', 1];
  return `${Math.round((seconds / size) * 100) / 100} ${name}`;
}
