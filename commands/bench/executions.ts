import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from '../../clients/command-error';
import { startDeployed, type Deployed } from '../../local/deployed';
import { print } from './print';

const count = 1_000;
const startsPerSecond = 250;

/** How many times faster than stated limits pass: at more, a child's hour would be too short for so many at once. */
const speed = 20;

/** As Terraform deploys it to the local AWS: every execution must succeed, and bill its file once. */
export async function benchExecutions(): Promise<void> {
  const system = await startDeployed('test', { speed });
  const client = new SFNClient({
    endpoint: system.services.aws.url,
    region: system.environment.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: { httpAgent: new Agent({ keepAlive: true, maxSockets: count }) },
  });
  try {
    const input = await system.upload();
    const from = performance.now();
    for (const executionArn of await started(client, system, input)) {
      await succeeded(client, executionArn);
    }
    const seconds = (performance.now() - from) / 1000;
    checkBilled(system);
    print(
      `${count} executions in the local AWS, started at ${startsPerSecond} a second, all billed after`,
      `${seconds.toFixed(0)} s, ${(count / seconds).toFixed(0)} a second`,
    );
  } finally {
    client.destroy();
    await system.stop();
  }
}

async function started(client: SFNClient, { stateMachineArn }: Deployed, input: object): Promise<string[]> {
  const from = performance.now();
  const starts = Array.from({ length: count }, async (_, number) => {
    await sleep(Math.max(0, from + (number * 1000) / startsPerSecond - performance.now()));
    const own = JSON.stringify({ ...input, processingHistoryId: `bench-${number}` });
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: own }));
    return executionArn!;
  });
  return Promise.all(starts);
}

/** One after another: the questions of a thousand would be measured instead. */
async function succeeded(client: SFNClient, executionArn: string): Promise<void> {
  for (;;) {
    const { status, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'SUCCEEDED') {
      return;
    }
    if (status !== 'RUNNING') {
      throw new CommandError(`An execution ended as ${status}: ${error}: ${cause}`);
    }
    await sleep(500);
  }
}

function checkBilled({ services, environment }: Deployed): void {
  const events = services.stripe.meterEvents(environment.stripeMode);
  const billed = new Set(events.map(({ identifier }) => identifier)).size;
  if (billed !== count || events.length !== count) {
    throw new CommandError(
      `Of ${count} executions, ${billed} were billed, with ${events.length} meter events.`,
    );
  }
}
