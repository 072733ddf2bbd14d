import { RedriveExecutionCommand, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { arnsOf } from '../../../settings/arns';
import type { Deployed } from '../../helpers/deployed';
import { recover, recoverAfter, runRecovery } from '../../helpers/recovery';
import { faultFor, notSent, stoppedWhileSending } from '../../helpers/sending';
import { until } from '../../helpers/until';

/** Whoever starts what again, and whenever. */
export function neverTwice(current: () => Deployed): void {
  test('an execution that is redriven after 14 minutes sends nothing: recovery does', async () => {
    const { services, attempts, meterEvents } = current();
    const { states } = services.clients;
    const { input, executionArn } = await stoppedWhileSending(current(), 'hang');
    const before = attempts(input).length;
    services.advance(15 * 60);
    await states.send(new RedriveExecutionCommand({ executionArn }));
    await until(async () => (await current().record(input)).stripeMeterError !== undefined);
    expect(await current().record(input)).toMatchObject({
      stripeMeterError: { error: 'SendingWindowPassed' },
    });
    expect(attempts(input)).toHaveLength(before);
    await recover(current());
    expect(meterEvents(input)).toHaveLength(1);
    expect(await current().record(input)).not.toHaveProperty('stripeMeterError');
  });

  test('two recovery runs at once send one request for each event', async () => {
    const input = await notSent(current());
    const before = current().attempts(input).length;
    current().services.advance(16 * 60);
    await Promise.all([runRecovery(current()), runRecovery(current())]);
    expect(current().attempts(input)).toHaveLength(before + 1);
    expect(current().meterEvents(input)).toHaveLength(1);
    expect(await current().ledger(input)).toMatchObject({ status: 'sent', attempts: 2 });
  });

  test('a recovery run that is stopped after Stripe took the event leaves it to Stripe to say that it counts', async () => {
    const { services, environment, attempts, meterEvents, ledger } = current();
    const { states } = services.clients;
    const input = await notSent(current());
    const before = attempts(input).length;
    const endFault = faultFor(current(), input, { kind: 'lose-answer' });
    services.advance(16 * 60);
    const { executionArn } = await states.send(
      new StartExecutionCommand({ stateMachineArn: arnsOf(environment).recoveryStateMachine, input: '{}' }),
    );
    await until(() => attempts(input).length > before);
    await states.send(new StopExecutionCommand({ executionArn }));
    endFault();
    expect(meterEvents(input)).toHaveLength(1);
    await recover(current());
    expect(await ledger(input)).toMatchObject({ status: 'sent', evidence: 'summary' });
    expect(meterEvents(input)).toHaveLength(1);
  });

  test('a second execution a month later sends nothing, although Stripe has forgotten the identifier', async () => {
    const { services, upload, run, attempts, meterEvents } = current();
    const input = await upload();
    await run(input);
    services.advance(30 * 86_400);
    expect(await run(input)).toMatchObject({ status: 'SUCCEEDED' });
    await recoverAfter(current(), 61);
    expect(attempts(input)).toHaveLength(1);
    expect(meterEvents(input)).toHaveLength(1);
  });
}
