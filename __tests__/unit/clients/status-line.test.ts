import { Writable } from 'node:stream';
import { clearStatusLine, mayColor, StatusLine } from '../../../clients/status-line';

/** What a terminal of this width shows, line by line: the escape sequences that the status line uses are obeyed. */
function screen(options: { isTTY: boolean; columns?: number }) {
  let text = '';
  const output = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const lines = () => text.replace(/[^\n]*\x1b\[1G\x1b\[2K/g, '').split('\n'); // eslint-disable-line no-control-regex
  return { output: Object.assign(output, options), lines, printed: () => text };
}

const print = (output: Writable, line: string) => () => void output.write(`${line}\n`);

describe('the line that is redrawn', () => {
  test('stands below every line that is printed, and leaves nothing behind', () => {
    const { output, lines } = screen({ isTTY: true });
    const status = new StatusLine(output, {});
    let done = 1;
    status.show('a', () => `${done} of 2`);
    status.above(print(output, 'first'));
    done = 2;
    status.above(print(output, 'second'));
    expect(lines()).toEqual(['first', 'second', '2 of 2']);
    status.remove('a');
    expect(lines()).toEqual(['first', 'second', '']);
  });

  test('shows what goes on side by side', () => {
    const { output, lines } = screen({ isTTY: true });
    const status = new StatusLine(output, {});
    status.show('a', () => 'a: planning');
    status.show('b', () => 'b: planning');
    expect(lines()).toEqual(['a: planning | b: planning']);
    status.remove('a');
    expect(lines()).toEqual(['b: planning']);
    status.remove('b');
  });

  test('is removed for whoever prints without knowing of it, such as an error or "Stopping…"', () => {
    const { output, lines } = screen({ isTTY: true });
    const status = new StatusLine(output, {});
    status.show('a', () => 'half drawn');
    clearStatusLine();
    print(output, 'Stopping…')();
    expect(lines()).toEqual(['Stopping…', '']);
    status.remove('a');
  });

  test('is cut where it would wrap, because a line that wraps cannot be cleared', () => {
    const { output, lines } = screen({ isTTY: true, columns: 12 });
    const status = new StatusLine(output, {});
    status.show('a', () => 'a very long line');
    expect(lines()).toEqual(['a very lon…']);
    status.remove('a');
  });

  test.each([
    ['a file or a pipe', false, {}],
    ['a dumb terminal', true, { TERM: 'dumb' }],
    ['a CI system', true, { CI: 'true' }],
  ])('is not shown at %s', (_, isTTY, env) => {
    const { output, printed } = screen({ isTTY });
    const status = new StatusLine(output, env);
    status.show('a', () => 'nothing of this');
    status.above(print(output, 'a line'));
    status.remove('a');
    expect(printed()).toBe('a line\n');
  });
});

test('colours are for a terminal, unless NO_COLOR is set', () => {
  const terminal = screen({ isTTY: true }).output;
  expect([mayColor(terminal, {}), mayColor(terminal, { NO_COLOR: '1' })]).toEqual([true, false]);
  expect(mayColor(screen({ isTTY: false }).output, {})).toBe(false);
});
