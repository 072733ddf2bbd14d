import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import type { ProcessingInput } from '../../../settings/application';
import { childExecution, childOf, replaceChild } from '../../helpers/child';
import { deployed, type Deployed, type Outcome } from '../../helpers/deployed';
import { until } from '../../helpers/until';

export interface Endless extends Deployed {
  readonly input: ProcessingInput;
  readonly outcome: Promise<Outcome>;
}

/** Longer than any limit. */
const endless = { Type: 'Wait', Seconds: 99_999_999, End: true };

/**
 * Starts an execution whose child does not end; resolves when the child runs. In a deployment of its own, where an hour
 * passes in seconds, which would be too short for children that work.
 */
export async function startEndlessChild(): Promise<Endless> {
  const environment = await deployed('test', { speed: 600 });
  const { services, childArn: stateMachineArn, upload, run } = environment;
  const input = await upload();
  await replaceChild(environment, childOf(endless));
  const outcome = run(input);
  await until(async () => {
    const running = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' });
    return (await services.clients.states.send(running)).executions?.length === 1;
  });
  return { ...environment, input, outcome };
}

export function endlessChild(current: () => Endless): void {
  test('that has not ended is stopped and named, and nothing is billed', async () => {
    const { input, childArn, record, attempts } = current();
    const outcome = await current().outcome;
    const cause = expect.stringContaining(`${childArn} did not end within an hour`);
    expect(outcome).toMatchObject({ status: 'FAILED', cause });
    expect((await childExecution(current(), outcome)).status).toBe('ABORTED');
    expect(await record(input)).toMatchObject({ status: 'failed', errorMessage: outcome.cause });
    expect(attempts(input)).toEqual([]);
  });
}
