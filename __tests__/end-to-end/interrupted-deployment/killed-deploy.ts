import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environmentOf } from '../../../settings/environments';
import { changedStacks, terraformByHand, type Workspaces } from '../../helpers/workspaces';
import { whileTheStateMachineIsMade } from './deploys';

const stack = 'service-processing';

/** The secret has no value yet. */
export function killedDeploy(current: () => Workspaces): void {
  beforeAll(async () => {
    const { live, services } = current();
    await live.putKey(services.newKey('live'));
    await live.deploy('stripe-connection');
  });

  test('is finished by the next, after it says which lock to remove and what to import', async () => {
    const { live } = current();
    const { names } = environmentOf('live');
    const directory = live.directoryOf(stack);
    await live.terraform(stack).init();
    await killHalfway(current());

    const locked = await failureOf(live.deploy(stack));
    expect(locked).toContain('Error acquiring the state lock');
    const [, lockId = ''] = /^ *ID: +([\w-]+)/m.exec(locked) ?? [];
    await terraformByHand(current(), { directory, workspace: 'live' }, 'force-unlock', '-force', lockId);

    // Terraform writes a remote state every 20 s at most (backend/local: Periodically persist intermediate state
    // snapshots), so it does not know what it had made.
    const conflict = await failureOf(live.deploy(stack));
    const made = Object.entries({
      'aws_cloudwatch_log_group.state-machine_log-group': names.logGroup,
      'aws_cloudwatch_log_group.recovery_state-machine_log-group': names.recoveryLogGroup,
      'aws_iam_role.execution-role_role': names.executionRole,
      'aws_iam_role.recovery_role_role': names.recoveryRole,
      'aws_iam_role.recovery_schedule_role': names.schedulerRole,
      'aws_dynamodb_table.ledger_table': names.meterEventsTable,
    }).filter(([, name]) => conflict.includes(`(${name})`));
    expect(made.map(([, name]) => name)).toEqual(
      expect.arrayContaining([names.logGroup, names.executionRole, names.meterEventsTable]),
    );
    const imports = path.join(directory, 'imports.tf.json');
    writeFileSync(imports, JSON.stringify({ import: made.map(([to, id]) => ({ to, id })) }));
    await live.deploy(stack);
    rmSync(imports);
    expect(await changedStacks(live, [stack])).toEqual([]);
  });
}

/** Ends Terraform and its provider as a power failure would. */
async function killHalfway(workspaces: Workspaces): Promise<void> {
  const { tools, aws } = workspaces.services;
  const child = spawn(tools.terraform, ['apply', '-auto-approve', '-input=false'], {
    cwd: workspaces.live.directoryOf(stack),
    // It starts a provider of its own.
    env: { ...tools.terraformEnv, ...aws.environment, TF_WORKSPACE: 'live', TF_REATTACH_PROVIDERS: '' },
    stdio: 'ignore',
    detached: process.platform !== 'win32',
  });
  whileTheStateMachineIsMade(workspaces, () => {
    if (process.platform === 'win32') {
      child.kill('SIGKILL');
    } else {
      process.kill(-child.pid!, 'SIGKILL');
    }
  });
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
}

const failureOf = (work: Promise<void>): Promise<string> =>
  work.then(
    () => 'It did not fail.',
    (error: Error) => error.message,
  );
