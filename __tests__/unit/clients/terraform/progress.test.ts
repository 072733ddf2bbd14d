import { Writable } from 'node:stream';
import { StatusLine } from '../../../../clients/status-line';
import type { Progress } from '../../../../clients/terraform/messages';
import { TerraformProgress } from '../../../../clients/terraform/progress';

/** Progress at a terminal or elsewhere, with a clock that the test sets. */
function world(options: { isTTY?: boolean; saysPlannedChanges?: boolean } = {}) {
  let shown = '';
  const output = new Writable({
    write(chunk, _encoding, done) {
      shown = String(chunk);
      done();
    },
  });
  const said: string[] = [];
  const clock = { seconds: 0 };
  const status = new StatusLine(Object.assign(output, { isTTY: options.isTTY ?? false, columns: 200 }), {});
  const progress = new TerraformProgress({
    status,
    say: (line) => said.push(line),
    now: () => clock.seconds * 1000,
    ...options,
  });
  const take = (subcommand: string, type: Progress['type'], address = '', more: Partial<Progress> = {}) =>
    progress.take('one', {
      subcommand,
      type,
      text: `${address}: ${type}`,
      address,
      action: 'create',
      ...more,
    });
  return { progress, said, clock, take, shown: () => shown };
}

/** Plans four resources and begins two of them. */
function begun(options: { isTTY?: boolean } = {}) {
  const one = world(options);
  one.take('apply', 'begin');
  for (const address of ['a', 'b', 'c', 'd']) {
    one.take('apply', 'planned_change', address);
  }
  one.clock.seconds = 10;
  one.take('apply', 'apply_start', 'a');
  one.take('apply', 'apply_start', 'b');
  return one;
}

describe('at a terminal', () => {
  test('says what is done, and at what it works', () => {
    const { take, shown } = begun({ isTTY: true });
    expect(shown()).toBe('one: 0 of 4 resources, 10 s: creating a and 1 more');
    take('apply', 'apply_complete', 'a');
    expect(shown()).toBe('one: 1 of 4 resources, 10 s: creating b');
    take('apply', 'end');
  });

  test('estimates what is left only once the pace is known, from when resources were begun', () => {
    const { take, shown, clock } = begun({ isTTY: true });
    clock.seconds = 16;
    take('apply', 'apply_complete', 'a');
    take('apply', 'apply_complete', 'b');
    expect(shown()).toBe('one: 2 of 4 resources, 16 s');
    take('apply', 'apply_complete', 'c');
    expect(shown()).toBe('one: 3 of 4 resources, 16 s, about 2 s left');
    take('apply', 'end');
  });

  test('counts a replaced resource once, when it is created again', () => {
    const { take, progress } = world({ isTTY: true });
    take('apply', 'begin');
    take('apply', 'planned_change', 'a', { action: 'replace' });
    take('apply', 'apply_complete', 'a', { action: 'delete' });
    expect(progress.appliedIn('one')).toEqual({ done: 0, incomplete: 0, planned: 1 });
    take('apply', 'apply_complete', 'a');
    expect(progress.appliedIn('one')).toEqual({ done: 1, incomplete: 0, planned: 1 });
    take('apply', 'end');
  });

  test('says while it plans how much was read, and no total, which nobody knows', () => {
    const { take, shown } = world({ isTTY: true });
    take('plan', 'begin');
    take('plan', 'refresh_complete', 'a');
    take('plan', 'apply_start', 'data.b', { action: 'read' });
    take('plan', 'apply_complete', 'data.b', { action: 'read' });
    expect(shown()).toBe('one: planning, 2 resources read, 0 s');
    take('plan', 'end');
  });

  test('prints no line for a resource, but one for each that failed', () => {
    const { take, said, progress } = begun({ isTTY: true });
    take('apply', 'apply_complete', 'a');
    take('apply', 'apply_errored', 'b');
    expect(said).toEqual(['one: b: apply_errored']);
    expect(progress.appliedIn('one')).toEqual({ done: 1, incomplete: 1, planned: 4 });
    take('apply', 'end');
  });
});

describe('elsewhere', () => {
  test('prints a line for each resource that is done, and a reminder each minute, not every ten seconds', () => {
    const { take, said } = begun();
    take('apply', 'apply_complete', 'a');
    for (let elapsedSeconds = 10; elapsedSeconds <= 120; elapsedSeconds += 10) {
      take('apply', 'apply_progress', 'b', { elapsedSeconds });
    }
    take('apply', 'change_summary', 'Apply complete!');
    take('apply', 'end');
    expect(said).toEqual([
      'one: a: apply_complete',
      'one: b: apply_progress',
      'one: b: apply_progress',
      'one: Apply complete!: change_summary',
    ]);
  });

  test.each([true, false])(
    'prints what a plan is about to do only if it is asked to: %s',
    (saysPlannedChanges) => {
      const { take, said } = world({ saysPlannedChanges });
      take('plan', 'begin');
      take('plan', 'planned_change', 'a');
      take('plan', 'end');
      expect(said).toEqual(saysPlannedChanges ? ['one: a: planned_change'] : []);
    },
  );
});
