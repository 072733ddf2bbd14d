import {
  GetScheduleCommand,
  UpdateScheduleCommand,
  type UpdateScheduleInput,
} from '@aws-sdk/client-scheduler';
import { runRecovery } from '../../helpers/recovery';
import { deploy, type Breakage } from './breakage';
import { anHourLater } from './later';
import { ledgerItem } from './ledger-changes';
import { machine } from './machine-changes';
import { policy } from './role-changes';

/** Updates the schedule by hand. */
const schedule =
  (change: Partial<UpdateScheduleInput>): Breakage['make'] =>
  async ({ services: { clients }, environment }) => {
    const name = { Name: environment.names.recoverySchedule, GroupName: 'default' };
    const { ScheduleExpression, FlexibleTimeWindow, Target, State } = await clients.scheduler.send(
      new GetScheduleCommand(name),
    );
    const put = (changed: Partial<UpdateScheduleInput>) =>
      clients.scheduler.send(
        new UpdateScheduleCommand({
          ...name,
          ScheduleExpression,
          FlexibleTimeWindow,
          Target,
          State,
          ...changed,
        }),
      );
    await put(change);
    return () => put({});
  };

/** Lets recovery run where it has something to send, and its role may not ask Stripe. */
const failingRun: Breakage['make'] = async (deployed, facts) => {
  const removeItem = await ledgerItem('verify-failure-run', { dueAt: { N: '0' } })(deployed, facts);
  const restorePolicy = await policy(
    (statements) => statements.filter(({ Sid }) => Sid !== 'FindMeter'),
    'recoveryRole',
  )(deployed, facts);
  const { description } = await runRecovery(deployed);
  expect(description.status).toBe('FAILED');
  return async () => {
    await restorePolicy();
    await removeItem();
    await runRecovery(deployed);
  };
};

/** What recovery is, what starts it, and how it ran. */
export const recoveryBreakages: Breakage[] = [
  {
    line: 'recovery-state-machine',
    wrong: 'somebody changed a state inside the Map in the console',
    make: machine(
      (definition) => ({ definition: definition.replace('$refusals >= 3', '$refusals >= 30') }),
      'recoveryStateMachine',
    ),
    seen: /^the state ChooseWork differs$/,
    remedy: deploy,
  },
  {
    line: 'recovery-state-machine-settings',
    wrong: 'tracing is off',
    make: machine(() => ({ tracingConfiguration: { enabled: false } }), 'recoveryStateMachine'),
    seen: /^tracing is off$/,
    remedy: deploy,
  },
  {
    line: 'schedule',
    wrong: 'somebody paused it',
    make: schedule({ State: 'DISABLED' }),
    seen: /^is DISABLED: nothing that is open is sent$/,
    remedy: deploy,
  },
  {
    line: 'schedule',
    wrong: 'it starts recovery once a day',
    make: schedule({ ScheduleExpression: 'rate(1 day)' }),
    seen: /^runs at rate\(1 day\), not at rate\(6 minutes\)$/,
    remedy: deploy,
    repair: { round: 2 },
  },
  {
    line: 'recovery-runs',
    wrong: 'nothing starts it',
    make: anHourLater(),
    seen: /^none succeeded since \d{4}-/,
    remedy: deploy,
    repair: { notHere: "the half an hour is on the command's clock alone" },
  },
  {
    line: 'recovery-runs',
    wrong: 'its role may not ask Stripe',
    make: failingRun,
    seen: /^the last one ended as FAILED .* because its role or the connection does not let it use Stripe's key \(RunEndedEarly: States\.Http\.AccessDenied/,
    remedy: deploy,
    repair: { round: 2 },
  },
];
