import { flooded } from '../../simulation/load/flood';
import { drained } from '../../simulation/load/outage';
import { CommandError } from '../../clients/command-error';
import { environmentNames } from '../../settings/environment-names';
import { environmentOf } from '../../settings/environments';
import { intervalMinutesOf } from '../../settings/recovery';
import { print } from './print';

const uploads = 10_000;
const openEvents = 10_000;

/** Files of an hour at 100 a second, all of them open after an outage of Stripe. */
const filesOfOutage = 3_600 * 100;

/** Seconds that a run sends, and seconds until the next one begins, on average. */
const runSeconds = 30 * 60;

/** Under the virtual clock: the figures are those of Step Functions' and Stripe's limits, not of this machine. */
export async function benchLoad(): Promise<void> {
  const { problems, flood, later, seconds, secondsAtLimit } = await flooded(uploads);
  check(problems);
  print(
    `${uploads} uploads at ten times a sandbox's limit, all counted after`,
    `${minutes(seconds)} (Stripe's limit alone: ${minutes(secondsAtLimit)})`,
  );
  print('  sent by their own executions', `${flood.sent}, by recovery ${uploads - flood.sent}`);
  print(
    '  slowest of the new uploads while recovery drains',
    `${later.slowestSeconds.toFixed(0)} s, 5 of them its child`,
  );
  for (const name of environmentNames) {
    const drain = await drained(name, openEvents);
    check(drain.problems);
    const perSecond = openEvents / drain.seconds;
    print(
      `${openEvents} open events in ${name}, all counted after`,
      `${minutes(drain.seconds)}, ${perSecond.toFixed(1)} a second`,
    );
    // Nobody sends so much to a sandbox.
    if (name === 'live') {
      print(
        `  computed from it: ${filesOfOutage} files, an hour at 100 a second`,
        `${(outageSeconds(perSecond) / 3600).toFixed(1)} h`,
      );
    }
  }
}

/** A run ends after half an hour, and the next begins half an interval later, on average. */
function outageSeconds(perSecond: number): number {
  const sending = filesOfOutage / perSecond;
  const intervalSeconds = 60 * intervalMinutesOf(environmentOf('live').recovery);
  return sending + Math.floor(sending / runSeconds) * (intervalSeconds / 2);
}

const minutes = (seconds: number): string => `${(seconds / 60).toFixed(1)} min`;

function check([problem]: readonly string[]): void {
  if (problem !== undefined) {
    throw new CommandError(`The figures are worth nothing: ${problem}.`);
  }
}
