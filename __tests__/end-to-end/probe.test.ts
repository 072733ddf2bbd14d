import { ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { probe } from '../../commands/probe';
import { leftovers } from '../../commands/probe/leftovers';
import { questions } from '../../commands/probe/questions';
import { stripeClientOf } from '../../local/catalog';
import { seen, useServices } from '../helpers/command';
import { deployed, deployTimeoutMilliseconds, type Deployed } from '../helpers/deployed';

jest.setTimeout(deployTimeoutMilliseconds);

describe('npm run probe in a deployed environment', () => {
  let current: Deployed;
  const before = { ...process.env };
  beforeAll(async () => {
    current = await deployed('test');
    useServices(current.services);
  });
  afterAll(async () => {
    process.env = before;
    await current.stop();
  });

  test('what is emulated is what the project assumes, and nothing that was created for it is left', async () => {
    const { clients, stripe } = current.services;
    const machines = async () => {
      const { stateMachines = [] } = await clients.states.send(new ListStateMachinesCommand({}));
      return stateMachines.map(({ name }) => name).sort();
    };
    const deployedMachines = await machines();

    const { output, error, exitCode } = await seen((terminal) =>
      probe(['--workspace', 'test', '--yes', '--json', '--wait-seconds', '2'], terminal),
    );
    const { questions: answers, leftBehind } = JSON.parse(output) as {
      readonly questions: readonly { readonly id: string; readonly outcome: string }[];
      readonly leftBehind: readonly string[];
    };
    expect(answers.filter(({ outcome }) => outcome !== 'agrees')).toEqual([]);
    expect(answers.map(({ id }) => id)).toEqual(questions.map(({ id }) => id));
    expect(exitCode).toBe(0);

    expect(leftBehind).toEqual([]);
    expect(await leftovers(clients, stripeClientOf(stripe, current.key))).toEqual([]);
    expect(await machines()).toEqual(deployedMachines);
    expect(output + error).not.toContain(current.key);
    // Of the deployed connection only what the probe promises: events of 0 bytes, and one of 1 byte sent directly.
    const values = stripe.meterEvents('test').map(({ payload }) => payload.value);
    expect(values.filter((value) => value !== '0')).toEqual(['1']);
  });

  test('the deployed connection still bills a file afterwards', async () => {
    const input = await current.upload();
    const { status } = await current.run(input);
    expect(status).toBe('SUCCEEDED');
    expect(current.meterEvents(input)).toHaveLength(1);
  });
});
