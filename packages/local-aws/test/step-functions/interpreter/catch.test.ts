import { StatesError } from '../../../src/step-functions/types';
import { run, task } from './helpers';

const unavailable = () => {
  throw new StatesError('States.Http.StatusCode.400', 'Bad Request');
};

test('a catcher assigns and outputs the values of its expressions, and the execution goes on', async () => {
  const { result, output, events } = await run(
    {
      Send: task({
        Catch: [
          { ErrorEquals: ['Other'], Next: 'Never' },
          {
            ErrorEquals: ['States.ALL'],
            Assign: { problem: '{% $states.errorOutput.Error %}' },
            Output: { id: '{% $states.input.id %}', why: '{% $states.errorOutput.Cause %}' },
            Next: 'Log',
          },
        ],
      }),
      Log: { Type: 'Pass', Output: { seen: '{% $problem %}', input: '{% $states.input %}' }, End: true },
      Never: { Type: 'Fail' },
    },
    { input: { id: '請求-1' }, runTask: unavailable },
  );
  expect(result.status).toBe('SUCCEEDED');
  expect(output).toEqual({
    seen: 'States.Http.StatusCode.400',
    input: { id: '請求-1', why: 'Bad Request' },
  });
  const exit = events.find((event) => event.type === 'TaskStateExited');
  expect(exit?.stateExitedEventDetails?.assignedVariables).toEqual({
    problem: '"States.Http.StatusCode.400"',
  });
});

test('without an Output a catcher hands on the error', async () => {
  const states = {
    Send: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Log' }] }),
    Log: { Type: 'Succeed' },
  };
  const { output } = await run(states, { runTask: unavailable });
  expect(output).toEqual({ Error: 'States.Http.StatusCode.400', Cause: 'Bad Request' });
});

test('a catcher whose own Output fails does not catch itself: the execution fails', async () => {
  const Catch = [{ ErrorEquals: ['States.ALL'], Output: '{% $states.input.missing %}', Next: 'Log' }];
  const { result } = await run({ Send: task({ Catch }), Log: { Type: 'Succeed' } }, { runTask: unavailable });
  expect(result.error).toBe('States.QueryEvaluationError');
  expect(result.cause).toContain("specified for the field 'Catch[0]/Output'");
});

test('arguments that cannot be evaluated are caught, before any call is made', async () => {
  const states = {
    Send: task({
      Arguments: { id: '{% $states.input.missing %}' },
      Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Log' }],
    }),
    Log: { Type: 'Succeed' },
  };
  const { result, calls } = await run(states);
  expect(result.status).toBe('SUCCEEDED');
  expect(calls).toHaveLength(0);
});

test('an exception of the implementation is States.Runtime with its message, never a stack, and not caught', async () => {
  const states = {
    Send: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Log' }] }),
    Log: { Type: 'Succeed' },
  };
  const { result } = await run(states, {
    runTask: () => {
      throw new TypeError('x is not a function');
    },
  });
  expect(result).toEqual({ status: 'FAILED', error: 'States.Runtime', cause: 'x is not a function' });
});
