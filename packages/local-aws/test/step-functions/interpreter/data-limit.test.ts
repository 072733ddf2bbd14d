import { run, task } from './helpers';

const states = {
  Send: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Log' }] }),
  Log: { Type: 'Succeed' },
};
const runTask = () => 'x'.repeat(262_145);

test('a result that is too large is not caught by States.ALL, as AWS documents it', async () => {
  expect((await run(states, { runTask })).result).toMatchObject({
    status: 'FAILED',
    error: 'States.DataLimitExceeded',
  });
});

test('it is caught in the other reading, which AWS was seen to follow', async () => {
  const { output } = await run(states, { runTask, dataLimitReading: 'recorded' });
  expect(output).toMatchObject({ Error: 'States.DataLimitExceeded' });
});
