import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ended } from '../../helpers/project-copy';
import { jobsOf, projectFolder, workflow } from '../../helpers/workflows';

const script = join(projectFolder, '.github', 'scripts', 'require-approval.mjs');
const path = '/repos/siftbeam/stripe-usage-billing/environments/live';

// The shapes of GitHub's REST API: "Get an environment" and "List deployment branch policies".
const reviewers = {
  id: 3515,
  node_id: 'MDQ6R2F0ZTM1MTU=',
  type: 'required_reviewers',
  prevent_self_review: true,
  reviewers: [{ type: 'Team', reviewer: { id: 1, slug: 'billing' } }],
};
const branchPolicyRule = { id: 3516, node_id: 'MDQ6R2F0ZTM1MTY=', type: 'branch_policy' };
const live = {
  id: 56780428,
  name: 'live',
  can_admins_bypass: false,
  protection_rules: [{ id: 3514, type: 'wait_timer', wait_timer: 30 }, reviewers, branchPolicyRule],
  deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
};
const branches = (...policies: { name: string; type?: string }[]) => ({
  total_count: policies.length,
  branch_policies: policies.map((policy, id) => ({ id, type: 'branch', ...policy })),
});
const onlyMain = branches({ name: 'main' });

let server: Server;
let responses: Record<string, { status: number; body: object }>;
let tokens: Set<string | undefined>;

beforeAll(async () => {
  server = createServer(({ url = '', headers }, response) => {
    tokens.add(headers.authorization);
    const { status, body } = responses[url] ?? { status: 404, body: { message: 'Not Found' } };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
beforeEach(() => {
  responses = {};
  tokens = new Set();
});
afterAll(() => server.close());

function run(environment?: object, policies: object = onlyMain) {
  if (environment) {
    responses[path] = { status: 200, body: environment };
    responses[`${path}/deployment-branch-policies`] = { status: 200, body: policies };
  }
  return ended(
    spawn(process.execPath, [script, 'live'], {
      env: {
        GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        GITHUB_REPOSITORY: 'siftbeam/stripe-usage-billing',
        GITHUB_TOKEN: 'token-of-the-job',
      },
    }),
  );
}

async function expectRefused(result: ReturnType<typeof run>, problem: string): Promise<void> {
  const { status, stdout, stderr } = await result;
  expect(stdout).toMatch(
    /^::error::Nothing is planned for live, because .*docs\/team-workflow\.md[^\n.]*\.\n$/,
  );
  expect(stdout).toContain(`its GitHub environment "live" ${problem}: docs/`);
  expect(stderr).toBe('');
  expect(status).toBe(1);
}

test('an environment that main alone may use, and only after the approval of somebody else, lets live be planned', async () => {
  expect(await run(live)).toMatchObject({ status: 0, stderr: '' });
  expect([...tokens]).toEqual(['Bearer token-of-the-job']);
});

test.each([
  ['an environment without any rule, as GitHub creates it', []],
  ['a wait timer alone', [live.protection_rules[0]]],
  ['a rule without a reviewer', [{ ...reviewers, reviewers: [] }]],
])('%s approves nothing, so live is not planned', async (_, rules) => {
  await expectRefused(run({ ...live, protection_rules: rules }), 'has no required reviewers');
});

test('reviewers who may approve their own deployment are nobody else', async () => {
  const rules = [{ ...reviewers, prevent_self_review: false }];
  await expectRefused(run({ ...live, protection_rules: rules }), 'lets people approve what they started');
});

const notMainAlone = 'is not limited to the deployment branch main';
test.each([
  ['no branch policy', null, onlyMain],
  [
    'protected branches, which is every branch where rulesets protect main',
    { protected_branches: true, custom_branch_policies: false },
    branches(),
  ],
  ['a pattern', live.deployment_branch_policy, branches({ name: '*' })],
  ['a second branch', live.deployment_branch_policy, branches({ name: 'main' }, { name: 'release' })],
  ['a tag called main', live.deployment_branch_policy, branches({ name: 'main', type: 'tag' })],
])('%s would let code that nobody reviewed ask for the approval', async (_, policy, policies) => {
  await expectRefused(run({ ...live, deployment_branch_policy: policy }, policies), notMainAlone);
});

test('several problems come in one sentence, so that they can be fixed at once', async () => {
  const bare = { ...live, protection_rules: [], deployment_branch_policy: null };
  await expectRefused(run(bare), `has no required reviewers, and ${notMainAlone}`);
});

test('an environment that does not exist is not left to GitHub to create', async () => {
  await expectRefused(run(), 'does not exist');
});

test.each([
  [403, { message: 'Resource not accessible by integration' }, ' without the permission "actions: read"'],
  [500, {}, ', since GitHub responded with 500'],
])('response %d proves no protection', async (status, body, problem) => {
  responses[path] = { status, body };
  await expectRefused(run(), `could not be read${problem}`);
});

test('nothing of live is planned before this is checked, in a job that has no role in AWS', () => {
  const { 'live-approval': check, 'plan-live': planLive } = jobsOf(workflow('deploy.yml'));
  expect(check).toMatch(/^ {8}run: node \.github\/scripts\/require-approval\.mjs live$/m);
  expect(check).toMatch(/^ {4}permissions:\n {6}actions: read\n {6}contents: read\n {4}\w/m);
  expect(planLive).toContain('needs: [verify-test, live-approval]\n');
});
