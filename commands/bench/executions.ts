import { DescribeExecutionCommand, StartExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { setTimeout as sleep } from 'node:timers/promises';
import { deployed } from '../../__tests__/helpers/deployed';
import { CommandError } from '../../clients/command-error';
import { print } from './print';

const count = 1_000;
const startsPerSecond = 250;

/** As Terraform deploys it to the local AWS: every execution must succeed, and bill its file once. */
export async function benchExecutions(): Promise<void> {
  const system = await deployed('test');
  try {
    const { services, stateMachineArn, environment } = system;
    const { states } = services.clients;
    const input = await system.upload();
    const from = performance.now();
    const ends: Promise<void>[] = [];
    for (let number = 0; number < count; number++) {
      await sleep(Math.max(0, from + (number * 1000) / startsPerSecond - performance.now()));
      const own = { ...input, processingHistoryId: `bench-${number}` };
      ends.push(succeeded(states, stateMachineArn, own));
    }
    await Promise.all(ends);
    const seconds = (performance.now() - from) / 1000;
    const events = services.stripe.meterEvents(environment.stripeMode);
    const billed = new Set(events.map(({ identifier }) => identifier)).size;
    if (billed !== count || events.length !== count) {
      throw new CommandError(
        `Of ${count} executions, ${billed} were billed, with ${events.length} meter events.`,
      );
    }
    print(
      `${count} executions in the local AWS, started at ${startsPerSecond} a second, all billed after`,
      `${seconds.toFixed(0)} s, ${(count / seconds).toFixed(0)} a second`,
    );
  } finally {
    await system.stop();
  }
}

async function succeeded(client: SFNClient, stateMachineArn: string, input: object): Promise<void> {
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  for (;;) {
    // Seldom: the questions of a thousand would be measured instead.
    await sleep(2_000);
    const { status, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'SUCCEEDED') {
      return;
    }
    if (status !== 'RUNNING') {
      throw new CommandError(`An execution ended as ${status}: ${error}: ${cause}`);
    }
  }
}
