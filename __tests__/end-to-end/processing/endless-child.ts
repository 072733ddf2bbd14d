import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import type { ProcessingInput } from '../../../settings/application';
import { childExecution, childOf, replaceChild } from '../../helpers/child';
import type { Deployed, Outcome } from '../../helpers/deployed';
import { until } from '../../helpers/until';

export interface Endless {
  readonly input: ProcessingInput;
  readonly outcome: Promise<Outcome>;
}

/** Longer than other tests move the time. */
const endless = { Type: 'Wait', Seconds: 99_999_999, End: true };

/** Starts an execution whose child does not end; resolves when the child runs. */
export async function startEndlessChild(environment: Deployed): Promise<Endless> {
  const { services, childArn: stateMachineArn, upload, run } = environment;
  const input = await upload();
  const restore = await replaceChild(environment, childOf(endless));
  const outcome = run(input);
  await until(async () => {
    const running = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' });
    return (await services.clients.states.send(running)).executions?.length === 1;
  });
  await restore();
  return { input, outcome };
}

export function endlessChild(current: () => Deployed, started: () => Endless): void {
  test('that has not ended is stopped and named, and nothing is billed', async () => {
    const { input } = started();
    const outcome = await started().outcome;
    const cause = expect.stringContaining(`${current().childArn} did not end within an hour`);
    expect(outcome).toMatchObject({ status: 'FAILED', cause });
    expect((await childExecution(current(), outcome)).status).toBe('ABORTED');
    expect(await current().record(input)).toMatchObject({ status: 'failed', errorMessage: outcome.cause });
    expect(current().attempts(input)).toEqual([]);
  });
}
