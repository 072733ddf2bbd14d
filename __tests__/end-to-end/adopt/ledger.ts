import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Services } from '../../../local/services';
import { environmentOf } from '../../../settings/environments';
import type { Ended, ProjectCopy } from '../../helpers/project-copy';

/** A live account in which service-processing is deployed. */
export interface DeployedAccount {
  readonly services: Services;
  readonly checkout: ProjectCopy;
  adopt(): Promise<Ended>;
  plan(...stacks: string[]): Promise<Ended>;
  deploy(): Promise<Ended>;
}

const { names } = environmentOf('live');
const stack = 'service-processing';

export function ledgerAndRecovery(current: () => DeployedAccount): void {
  test('are found again when their state is lost, the ledger with what is in it', async () => {
    const { services, adopt, plan, deploy } = current();
    const before = await ledger(services);
    expect(before).not.toEqual([]);
    await services.clients.s3.send(
      new DeleteObjectCommand({ Bucket: names.stateBucket, Key: `workspaces/live/${stack}.tfstate` }),
    );
    const { stdout, stderr, status } = await adopt();
    expect([stderr, status]).toEqual(['', 0]);
    for (const [type, name] of [
      ['aws_dynamodb_table', names.meterEventsTable],
      ['aws_iam_role', names.recoveryRole],
      ['aws_iam_role_policy', `${names.recoveryRole}:StripeMeterEventRecoveryPolicy`],
      ['aws_iam_role', names.schedulerRole],
      ['aws_iam_role_policy', `${names.schedulerRole}:StartRecoveryPolicy`],
      ['aws_cloudwatch_log_group', names.recoveryLogGroup],
      ['aws_scheduler_schedule', `default/${names.recoverySchedule}`],
      ['aws_cloudwatch_metric_alarm', names.overdueAlarm],
      ['aws_cloudwatch_metric_alarm', names.recoverySilentAlarm],
      ['aws_cloudwatch_dashboard', names.dashboard],
    ] as const) {
      expect(stdout).toMatch(new RegExp(`^${stack}: ${type}\\.[\\w-]+ exists \\(${name}\\)\\.$`, 'm'));
    }
    expect(stdout).toMatch(/aws_sfn_state_machine\.[\w-]+ exists \(\S+:StripeMeterEventRecovery\)/);
    expect(stdout).toMatch(/^service-processing: (\d+ to change, )?\d+ to import\.$/m);
    expect((await plan(stack)).status).toBe(2);
    expect(await deploy()).toMatchObject({ status: 0, stderr: '' });
    expect(await ledger(services)).toEqual(before);
    expect((await adopt()).stdout).toContain('There is nothing to adopt.');
  });

  test('a plan that takes away what protects the ledger, or pauses recovery, says so before all else', async () => {
    const { checkout, plan } = current();
    const restore = [
      edit(checkout, 'modules/meter-event-ledger.ts', /pointInTimeRecovery: \{ enabled: true/, (found) =>
        found.replace('true', 'false'),
      ),
      edit(
        checkout,
        'modules/meter-event-ledger.ts',
        /deletionProtectionEnabled: props.isProtected/,
        () => 'deletionProtectionEnabled: false',
      ),
      edit(checkout, 'ledger/indexes.ts', /\[customerIndex\]: \['value', /, (found) =>
        found.replace("'value', ", ''),
      ),
      edit(checkout, 'modules/recovery-schedule.ts', /'ENABLED'/, () => "'DISABLED'"),
    ];
    const { status } = await plan(stack);
    const dangers = summaryOf(checkout).match(/^- .*/gm)?.join('\n');
    restore.reverse().forEach((undo) => undo());
    expect(status).toBe(2);
    expect(dangers).toMatch(/ledger_table` loses its \*\*point-in-time recovery\*\*/);
    expect(dangers).toMatch(/ledger_table` loses its \*\*deletion protection\*\*/);
    expect(dangers).toMatch(/ledger_table` has its \*\*index\*\* `customer` created anew/);
    expect(dangers).not.toContain('`open`');
    expect(dangers).toMatch(/`aws_scheduler_schedule\S+` is \*\*disabled\*\*/);
  });

  test('a plan that would replace the ledger fails in live, and where it is not protected it names that first', async () => {
    const { checkout, plan } = current();
    const rename = edit(checkout, 'settings/names.ts', /-stripe-meter-events/, (found) => `${found}-2`);
    const refused = await plan(stack);
    expect(refused.status).toBe(1);
    expect(refused.stdout).toContain('Instance cannot be destroyed');
    const unprotect = edit(
      checkout,
      'modules/meter-event-ledger.ts',
      /preventDestroy: props.isProtected/,
      () => 'preventDestroy: false',
    );
    const planned = await plan(stack);
    unprotect();
    rename();
    expect(planned.status).toBe(2);
    const [first] = summaryOf(checkout).match(/^- .*/gm) ?? [];
    expect(first).toMatch(/ledger_table` is \*\*replaced\*\*: it is the ledger, .* could be billed twice/);
  });
}

/** Every item of the ledger. */
async function ledger({ clients }: Services): Promise<unknown[]> {
  const { Items = [] } = await clients.dynamodb.send(new ScanCommand({ TableName: names.meterEventsTable }));
  return Items;
}

function summaryOf(checkout: ProjectCopy): string {
  const file = checkout.path('plans', 'live', 'summary.md');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Edits a file of the checkout. @returns a function that undoes it */
function edit(
  checkout: ProjectCopy,
  file: string,
  place: RegExp,
  change: (found: string) => string,
): () => void {
  const before = readFileSync(checkout.path(file), 'utf8');
  expect(before).toMatch(place);
  writeFileSync(checkout.path(file), before.replace(place, change));
  return () => writeFileSync(checkout.path(file), before);
}
