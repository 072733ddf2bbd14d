import { workflowOf, type Workflow } from '../src/machine';
import { pageOf, type Page } from '../src/page';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { StatesError } from '@usage-billing/local-aws/step-functions/types';
import { run, task, type RunOptions } from '@usage-billing/local-aws/testing';

const workflowIn = (states: Record<string, object>) =>
  ({ StartAt: Object.keys(states)[0], States: states }) as unknown as Workflow;

interface Drawn {
  readonly history: readonly HistoryEvent[];
  readonly histories?: readonly (readonly HistoryEvent[])[];
  readonly input?: string;
}

const pageWith = (workflow: Workflow, { history, histories, input }: Drawn, more: Partial<Page> = {}) =>
  pageOf({
    title: 'An execution',
    about: [],
    executions: [
      { heading: 'Machine', executionArn: 'arn', status: 'SUCCEEDED', workflow, history, histories, input },
    ],
    records: [],
    redact: (text) => text,
    ...more,
  });

async function pageOfRun(states: Record<string, object>, options: RunOptions = {}) {
  const { events, children } = await run(states, options);
  const histories = children.map((child) => child.events);
  return pageWith(workflowIn(states), { history: events, histories });
}

/** The class and the lines of text of each state in the graph, by its name. */
function statesIn(page: string) {
  const groups = page.matchAll(/<g class="node state (\w+) names(\d)">[^]*?<\/g>\s*<\/g>/g);
  return new Map(
    [...groups].map(([group, outcome, nameLines]) => {
      const lines = [...group.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, line = '']) => line);
      const name = lines.slice(1, 1 + Number(nameLines)).join('');
      return [name.replace(/^\S&#160;|^\S /, ''), { outcome, lines }];
    }),
  );
}

/** Which transitions were made, and which follow an error. */
const transitionsIn = (page: string) =>
  [...page.matchAll(/<g class="edge (transition[^"]*)">/g)].map(([, classes]) => classes);

const sendStates = {
  Prepare: { Type: 'Pass', Next: 'Send' },
  Send: task({
    Resource: 'arn:aws:states:::http:invoke',
    End: undefined,
    Next: 'Done',
    Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 2 }],
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Log' }],
  }),
  Log: { Type: 'Succeed' },
  Done: { Type: 'Succeed' },
};
const fail = (error: string, cause = 'why') => {
  throw new StatesError(error, cause);
};

describe('the graph of an execution', () => {
  test('tells every outcome by colour, mark and words, so that it can be read in black and white', async () => {
    const states = statesIn(
      await pageOfRun(sendStates, { runTask: () => fail('States.Http.StatusCode.401') }),
    );
    expect(states.get('Prepare')).toMatchObject({
      outcome: 'succeeded',
      lines: ['Pass', '✓ Prepare', '0.00 s'],
    });
    expect(states.get('Send')).toEqual({
      outcome: 'caught',
      lines: ['http:invoke', '! Send', 'Caught error', '6.00 s · 2 retries', 'States.Http.StatusCode.401'],
    });
    expect(states.get('Log')?.outcome).toBe('succeeded');
    expect(states.get('Done')).toEqual({ outcome: 'unreached', lines: ['Succeed', 'Done'] });
  });

  test('emphasizes the way that was taken, and tells errors from the order of things', async () => {
    const caught = transitionsIn(await pageOfRun(sendStates, { runTask: () => fail('Down') }));
    expect(caught).toContain('transition catch taken');
    expect(caught.filter((classes) => classes === 'transition')).toHaveLength(2);
    const straight = transitionsIn(await pageOfRun(sendStates));
    expect(straight).toContain('transition catch');
    expect(straight).not.toContain('transition catch taken');
  });

  test('shows a failure, and a state that is still in progress', async () => {
    const states = { Refuse: { Type: 'Fail', Error: 'InvalidInput', Cause: 'no file' } };
    expect(statesIn(await pageOfRun(states)).get('Refuse')).toMatchObject({
      outcome: 'failed',
      lines: ['Fail', '✗ Refuse', 'Failed', '0.00 s', 'InvalidInput'],
    });
    const { events } = await run(sendStates);
    const half = events.slice(0, events.findIndex(({ type }) => type === 'TaskScheduled') + 1);
    const page = await pageWith(workflowIn(sendStates), { history: half });
    expect(statesIn(page).get('Send')).toMatchObject({ outcome: 'running' });
    expect(statesIn(page).get('Done')).toMatchObject({ outcome: 'unreached' });
  });

  const each = {
    Each: {
      Type: 'Map',
      Label: 'Items',
      Items: [1, 2],
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Claim',
        States: { Claim: task({ End: undefined, Next: 'Keep' }), Keep: { Type: 'Succeed' } },
      },
      End: true,
    },
  };

  test('has the states of a Distributed Map within it, with what its children made of them', async () => {
    const page = await pageOfRun(each);
    expect(page).toContain('<g class="cluster within succeeded">');
    expect(statesIn(page).get('Each')?.lines[0]).toBe('Distributed Map');
    expect(statesIn(page).get('Claim')?.lines).toContain('0.00 s · 2 times');
  });

  test('of a child has the states of an item alone, although AWS gives the whole definition', async () => {
    const definition = JSON.stringify({ StartAt: 'Each', States: each });
    expect(Object.keys(workflowOf(definition, 'Items').States)).toEqual(['Claim', 'Keep']);
    expect(Object.keys(workflowOf(definition, 'made-up-by-aws', 'Claim').States)).toEqual(['Claim', 'Keep']);
    expect(Object.keys(workflowOf(definition).States)).toEqual(['Each']);
  });
});

describe('the page', () => {
  const hostile = '<script>alert("1")</script>';

  test('shows what is hostile in names, errors and data as the text that it is', async () => {
    const states = {
      [`${hostile} & \\N "x"`]: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Log' }] }),
      Log: { Type: 'Succeed' },
    };
    const { events } = await run(states, { runTask: () => fail(hostile, `</pre>${hostile}\u0000`) });
    const page = await pageWith(
      workflowIn(states),
      { history: events, input: JSON.stringify({ name: `</pre>${hostile}` }) },
      { title: hostile, about: [hostile], records: [{ heading: hostile, json: { id: hostile } }] },
    );
    expect(page).not.toMatch(/<script|<\/pre><script/);
    expect(page).toContain('&lt;script&gt;alert(');
    const [name = ''] = [...statesIn(page).keys()];
    expect(name).toMatch(/^!&lt;script&gt;.*&amp;.*\\N/);
  });

  test('needs no network and no scripts, so that it shows the same anywhere', async () => {
    const page = await pageOfRun(sendStates);
    expect(page).not.toMatch(/https?:\/\//);
    expect(page).not.toMatch(/<(script|link|img|iframe|object)\b|\bsrc=|url\(|@import/);
    expect(page).toContain("default-src 'none'");
  });

  test('redacts every text before it is cut into lines, so that no part of a secret is left', async () => {
    const secret = 'secret-1234567890abcdefghijklmnopqrstuvwxyz';
    const states = {
      Send: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Log' }] }),
      Log: { Type: 'Succeed' },
    };
    const { events } = await run(states, { runTask: () => fail(`Bad ${secret}`, `line ${secret}`) });
    const page = await pageWith(
      workflowIn(states),
      { history: events, input: JSON.stringify({ note: secret }) },
      {
        about: [secret],
        records: [{ heading: 'Record', json: { note: secret } }],
        redact: (text) => text.replaceAll(secret, 'secret-…'),
      },
    );
    expect(page.replace(/<[^>]*>|\s/g, '')).not.toContain(secret.slice(8, 24));
    expect(page).toContain('secret-…');
  });
});
