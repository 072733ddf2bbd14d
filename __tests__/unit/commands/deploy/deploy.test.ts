import { CommandError } from '../../../../clients/command-error';
import { TerraformError } from '../../../../clients/terraform/terraform-error';
import { deploy } from '../../../../commands/deploy';
import { chosenStacks } from '../../../../commands/shared/chosen-stacks';
import { deployFailure } from '../../../../commands/shared/deploy-failure';
import { sayNextSteps } from '../../../../commands/shared/next-steps';
import { environmentOf } from '../../../../settings/environments';
import type { StackName } from '../../../../settings/stacks';
import { seen } from '../../../helpers/command';

const environment = environmentOf('test');
const withRepository = { ...environment, githubRepository: 'owner/name', githubRepositoryId: '1' };

describe('deploy refuses before it starts anything, so that no lock is left', () => {
  test.each([
    [
      ['service-processing'],
      /nobody can be asked here: run it at a terminal, or add --auto-approve\. Nothing was/,
    ],
    [
      [],
      /^Name the stacks, for example "npm run deploy:test -- service-processing"\. The stacks are state-backend,/,
    ],
    [
      ['nothing', '--auto-approve'],
      /^There is no stack "nothing"\. The stacks are state-backend, .*processing\.$/m,
    ],
    [
      ['deployment-roles', '--auto-approve'],
      /^There is no stack "deployment-roles" in test, whose settings name no GitHub repository\./,
    ],
  ])('%j', async (args, sentence) => {
    const { output, error, exitCode } = await seen((terminal) => deploy(['test', ...args], terminal));
    expect(error).toMatch(sentence);
    expect(error.trim().split('\n')).toHaveLength(1);
    expect({ output, exitCode }).toEqual({ output: '', exitCode: 1 });
  });
});

test('stacks are deployed in the order in which a new account needs them, whatever order they are named in', () => {
  const named = ['service-processing', 'deployment-roles', 'state-backend'];
  expect(chosenStacks(withRepository, named)).toEqual([
    'state-backend',
    'deployment-roles',
    'service-processing',
  ]);
});

describe('a deployment that ends early', () => {
  const unfinished = {
    stack: 'service-processing',
    done: 5,
    incomplete: 6,
    planned: 22,
    deployed: ['stripe-secret'],
    next: 'Run "npm run deploy:test -- service-processing" for the rest.',
  };
  const messageOf = (error: unknown, changed: Partial<typeof unfinished> = {}) =>
    (deployFailure(error, { ...unfinished, ...changed }) as Error).message;

  test('says when it was stopped what is done, incomplete and not begun, and what to run', () => {
    expect(messageOf(new TerraformError('apply', 'service-processing', [], true))).toBe(
      'Stopped while service-processing was deployed: 5 of 22 resources are done, 6 incomplete, 11 not begun. ' +
        'Terraform released its lock. stripe-secret was deployed before. ' +
        'Run "npm run deploy:test -- service-processing" for the rest.',
    );
  });

  test('claims no released lock if Terraform says otherwise', () => {
    const message = messageOf(new TerraformError('apply', 'x', ['Error releasing the state lock'], true));
    expect(message).toContain('Error releasing the state lock');
    expect(message).not.toContain('Terraform released its lock');
  });

  test('says when it was stopped before it changed anything, and when it failed there', () => {
    expect(messageOf(new TerraformError('plan', 'x', [], true))).toContain(
      'Stopped before anything of service-processing was changed.',
    );
    expect(messageOf(new TerraformError('init', 'x', ['No provider.']))).toContain(
      'terraform init failed in x: No provider. Nothing of service-processing was changed.',
    );
  });

  test('says how far it came when Terraform failed', () => {
    const message = messageOf(new TerraformError('apply', 'x', ['Throttled.']), {
      done: 20,
      incomplete: 1,
      deployed: [],
    });
    expect(message).toContain(
      'Throttled. Of service-processing, 20 of 22 resources are done, 1 incomplete, 1 not begun.',
    );
    expect(message).not.toContain('before');
  });

  test('after a no still names what was deployed before, with nothing else to run', () => {
    expect(messageOf(new CommandError('The answer was not "yes".'))).toBe(
      'The answer was not "yes". stripe-secret was deployed before.',
    );
  });
});

describe('what is next after a deployment', () => {
  const before = process.env.AWS_ENDPOINT_URL;
  afterEach(() => {
    if (before === undefined) {
      delete process.env.AWS_ENDPOINT_URL;
    } else {
      process.env.AWS_ENDPOINT_URL = before;
    }
  });

  async function next(stacks: StackName[], endpoint?: string): Promise<string[]> {
    delete process.env.AWS_ENDPOINT_URL;
    if (endpoint) {
      process.env.AWS_ENDPOINT_URL = endpoint;
    }
    const lines: string[] = [];
    await sayNextSteps(environment, stacks, (line) => lines.push(line));
    return lines;
  }

  test('is the checklist, with the pages of the console in the region', async () => {
    const lines = await next(['stripe-connection', 'service-processing']);
    expect(lines.slice(0, 3)).toEqual(['', 'Next:', '  npm run verify -- --workspace test']);
    expect(lines.join('\n')).toMatch(
      /State machine +https:\/\/ap-northeast-1\.console\.aws\.amazon\.com\/states\/home\?region=ap-northeast-1/,
    );
    expect(lines).toHaveLength(8);
  });

  test('is the key after the secret, and no page of a console that an emulated AWS does not have', async () => {
    const lines = await next(['stripe-secret'], 'http://127.0.0.1:4566');
    expect(lines[2]).toBe('  npm run stripe:key -- --workspace test');
    expect(lines.join('\n')).not.toContain('console');
  });

  test('is nothing if nothing was deployed', async () => {
    expect(await next([])).toEqual([]);
  });
});
