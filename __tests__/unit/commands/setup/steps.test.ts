import { TerraformError } from '../../../../clients/terraform/terraform-error';
import { CommandError } from '../../../../clients/command-error';
import { runSteps, Stopped, type Step } from '../../../../commands/setup/steps';

const again = 'npm run setup -- --workspace test';

/** Steps that are done, but for one that does something else; and what was said and run. */
function world(third: Step['run'] = async () => ({ wasDone: false, seen: 'deployed.' }), canBeLeft = false) {
  const said: string[] = [];
  const ran: string[] = [];
  const step = (name: string, run: Step['run']): Step => ({
    name,
    what: `what ${name} is`,
    canBeLeft,
    run: () => {
      ran.push(name);
      return run();
    },
  });
  const done = async () => ({ wasDone: true, seen: 'No changes.' });
  const steps = [step('a', done), step('b', done), step('c', third), step('d', done)];
  const controller = new AbortController();
  const run = () => runSteps(steps, { say: (line) => said.push(line), again, signal: controller.signal });
  return { said, ran, controller, run };
}

test('each step is shown with its number and what it is, and gets its ✓ only when it is done', async () => {
  const { said, run } = world();
  await run();
  expect(said).toEqual([
    '\n1/4 a: what a is',
    '✓ 1/4 a: already done. No changes.',
    '\n2/4 b: what b is',
    '✓ 2/4 b: already done. No changes.',
    '\n3/4 c: what c is',
    '✓ 3/4 c: deployed.',
    '\n4/4 d: what d is',
    '✓ 4/4 d: already done. No changes.',
  ]);
});

test('the first step that fails is the last, and says why and how to go on', async () => {
  const { said, ran, run } = world(() => Promise.reject(new CommandError('The key is of live mode.')));
  await expect(run()).rejects.toThrow(
    `✗ 3/4 c: The key is of live mode. Run "${again}" again: it goes on from here.`,
  );
  expect(ran).toEqual(['a', 'b', 'c']);
  expect(said.join('\n')).not.toContain('✓ 3/4');
});

test('interrupted, a step ends in order before the command does, and the next does not begin', async () => {
  let ended = false;
  const { ran, controller, run } = world(async () => {
    controller.abort();
    await new Promise((resolve) => setTimeout(resolve, 20));
    ended = true;
    return { wasDone: false, seen: 'deployed.' };
  });
  await expect(run()).rejects.toThrow(
    new Stopped(
      `Stopped in step 3/4 c; nothing is left running or locked. Run "${again}" again: it goes on from here.`,
    ),
  );
  expect(ended).toBe(true);
  expect(ran).toEqual(['a', 'b', 'c']);
});

test('interrupted, what Terraform could not release is said, because the next run would meet it', async () => {
  const { controller, run } = world(() => {
    controller.abort();
    return Promise.reject(
      new TerraformError('apply', 'c', ['Error releasing the state lock: no answer.'], true),
    );
  });
  await expect(run()).rejects.toThrow(
    `Stopped in step 3/4 c: Error releasing the state lock: no answer. Run "${again}" again: it goes on from here.`,
  );
});

test('interrupted while it waits for an answer, a step that can be left is left at once', async () => {
  const { controller, run } = world(() => new Promise(() => {}), true);
  setTimeout(() => controller.abort(), 20);
  await expect(run()).rejects.toThrow(Stopped);
});
