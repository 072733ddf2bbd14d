import {
  GetRoleCommand,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
  type Role,
} from '@aws-sdk/client-iam';
import { Application } from '../../../local/application';
import { createMeter, stripeClientOf } from '../../../local/catalog';
import { runExecution } from '../../../local/execution';
import { arnsOf } from '../../../settings/arns';
import { environmentOf } from '../../../settings/environments';
import { customerId } from '../../helpers/deployed';
import { withRepository } from '../../helpers/deployment-roles';
import { ProjectCopy } from '../../helpers/project-copy';
import type { Workspaces } from '../../helpers/workspaces';

const environment = environmentOf('test');
const RoleName = environment.names.executionRole;
const secretOfLive = arnsOf(environmentOf('live')).secret.replace('??????', 'AbCdEf');

/** Both workspaces are deployed without a repository. */
export function githubRepository(current: () => Workspaces): void {
  let checkout: ProjectCopy;

  beforeAll(() => {
    checkout = new ProjectCopy(current().services.aws.environment);
    checkout.set('test', withRepository);
  });
  afterAll(() => checkout?.remove());

  const plan = () =>
    checkout.run(
      'plan',
      '--workspace',
      'test',
      '--stack',
      'deployment-roles',
      '--stack',
      'service-processing',
    );
  const roleOf = async (name: string): Promise<Role | undefined> => {
    const { iam } = current().services.clients;
    return (await iam.send(new GetRoleCommand({ RoleName: name }))).Role;
  };

  test('adds the deployment roles and puts the boundary on the execution role, in one reviewed plan', async () => {
    expect((await roleOf(RoleName))?.PermissionsBoundary).toBeUndefined();
    const planned = await plan();
    expect(planned.stderr).toBe('');
    expect(planned.stdout).toMatch(/^deployment-roles: 8 to add\.$/m);
    expect(planned.stdout).toMatch(/^service-processing: 3 to change\.$/m);
    const applied = await checkout.run('apply', '--workspace', 'test', '--plan', 'plans/test', '--yes');
    expect(applied).toMatchObject({ status: 0, stderr: '' });
    expect((await roleOf(RoleName))?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(
      arnsOf(environment).boundary,
    );
    expect(await roleOf(environment.names.deployRole)).toBeDefined();
  });

  test('leaves nothing to change after that', async () => {
    expect((await plan()).status).toBe(0);
  });

  test('leaves the boundary wide enough to process and bill a file', async () => {
    const { services } = current();
    const application = new Application(environment, services.clients);
    const key = services.newKey('test');
    await application.mapPolicy(await application.createChild());
    await createMeter(stripeClientOf(services.stripe, key));
    services.stripe.addCustomer('test', customerId);
    const input = await application.upload({ 'a.txt': new Uint8Array(7) }, customerId);
    const { description } = await runExecution(
      services.clients.states,
      arnsOf(environment).stateMachine,
      input,
    );
    expect(description).toMatchObject({ status: 'SUCCEEDED' });
    expect(services.stripe.meterEvents('test')).toMatchObject([{ identifier: input.processingHistoryId }]);
  });

  test('keeps live out of reach of a role whose policy allows everything', async () => {
    const { iam } = current().services.clients;
    const everything = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
    await iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: 'everything',
        PolicyDocument: JSON.stringify({ Version: '2012-10-17', ...everything }),
      }),
    );
    const { EvaluationResults } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: arnsOf(environment).executionRoles[0],
        ActionNames: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
        ResourceArns: [secretOfLive],
      }),
    );
    expect(EvaluationResults?.map(({ EvalDecision }) => EvalDecision)).toEqual([
      'implicitDeny',
      'implicitDeny',
    ]);
  });
}
