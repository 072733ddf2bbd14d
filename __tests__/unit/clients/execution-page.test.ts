import { workflowOf } from '@usage-billing/execution-page/machine';
import { run, task } from '@usage-billing/local-aws/testing';
import { StatesError } from '@usage-billing/local-aws/step-functions/types';
import { pageOf, subjectOf } from '../../../clients/execution-page';

test('the page shows no Stripe key, wherever somebody wrote one', async () => {
  const key = ['sk', 'test', '1234567890abcdefghijklmnopqrstuvwxyz'].join('_');
  const states = {
    Send: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Log' }] }),
    Log: { Type: 'Succeed' },
  };
  const { events } = await run(states, {
    runTask: () => {
      throw new StatesError(`Bad ${key}`, `line\n${key}`);
    },
  });
  const page = await pageOf({
    title: 'An execution',
    about: [key],
    executions: [
      {
        heading: 'Machine',
        executionArn: 'arn',
        status: 'SUCCEEDED',
        workflow: workflowOf(JSON.stringify({ StartAt: 'Send', States: states })),
        history: events,
        input: JSON.stringify({ note: `line\n${key}`, nested: JSON.stringify({ note: `\n${key}` }) }),
      },
    ],
    records: [{ heading: 'Record', json: { note: `\t${key}` } }],
  });
  expect(page.replace(/<[^>]*>|\s/g, '')).not.toContain(key.slice(8, 24));
  expect(page).toContain('sk_test_…');
});

test('an input that Step Functions leaves out, or that is no JSON, has no subject', () => {
  expect(subjectOf(undefined)).toEqual({});
  expect(subjectOf('not JSON')).toEqual({});
  expect(subjectOf('null')).toEqual({});
  expect(subjectOf('{"item":{"identifier":"upload-1"}}')).toEqual({ item: { identifier: 'upload-1' } });
});
