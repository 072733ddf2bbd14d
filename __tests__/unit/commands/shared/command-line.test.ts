import { parseCommand } from '../../../../commands/shared/cli';
import { HelpRequested, readCommandLine } from '../../../../commands/shared/command-line';
import type { CommandSpec } from '../../../../commands/shared/command-spec';
import { helpText } from '../../../../commands/shared/help-text';

const spec = {
  name: 'send',
  summary: 'Sends a file.',
  workspace: 'required',
  options: {
    file: { type: 'string', value: 'PATH', help: 'the file' },
    to: { type: 'string', value: 'NAME', multiple: true, choices: ['here', 'there'], help: 'where to' },
    fast: { type: 'boolean', help: 'hurries' },
  },
  notes: ['Exit code: 1 if it failed.'],
  examples: ['npm run send -- --workspace test --file a.txt'],
} as const satisfies CommandSpec;

const without = { ...spec, name: 'list', workspace: 'none', options: {} } as const satisfies CommandSpec;
const inName = { ...spec, name: 'put', workspace: 'in the name' } as const satisfies CommandSpec;
const key = ['sk', 'test', '51NotARealKey000000000'].join('_');

describe('the arguments of a command', () => {
  test('are its options and what stands without one', () => {
    const line = readCommandLine(['a', '--to', 'here', '--file=-', '--to=there', '--fast', 'b'], {
      ...spec,
      operands: { value: '[WORD…]', help: 'a word' },
    });
    expect(line.values).toEqual({ to: ['here', 'there'], file: '-', fast: true });
    expect(line.operands).toEqual(['a', 'b']);
  });

  const known = 'npm run send knows --workspace test|live, --file PATH, --to NAME, --fast, --help.';

  test.each([
    [['--nonsense'], `Unknown option --nonsense: ${known}`],
    [['--nonsense=1'], `Unknown option --nonsense: ${known}`],
    [['-x'], `Unknown option -x: ${known}`],
    [['--constructor'], `Unknown option --constructor: ${known}`],
    [['--file'], `--file needs a value: ${known}`],
    [['--file', '--fast'], `--file needs a value: ${known}`],
    [['--fast=yes'], `--fast takes no value: ${known}`],
    [['a.txt'], `Unexpected argument "a.txt": ${known}`],
  ])('%j is refused with all that is known, so that nobody has to search for it', (args, sentence) => {
    expect(() => readCommandLine(args, spec)).toThrow(sentence);
  });

  test('a command without options says that it knows its help alone', () => {
    expect(() => readCommandLine(['--fast'], without)).toThrow(
      'Unknown option --fast: npm run list knows --help.',
    );
  });

  test('a command with the workspace in its name is named as it was run', () => {
    expect(() => parseCommand(['live', '--nonsense'], inName)).toThrow('npm run put:live knows --file PATH');
    expect(parseCommand(['live', '--fast'], inName)).toMatchObject({
      environment: { name: 'live' },
      values: { fast: true },
    });
    expect(() => parseCommand([], inName)).toThrow(
      'Name the workspace: npm run put:test or npm run put:live.',
    );
  });

  test.each(['--help', '-h'])('%s asks for help, however wrong the rest is', async (help) => {
    const asking = () => parseCommand(['--workspace', 'prod', help, '--nonsense', 'a.txt'], spec);
    expect(asking).toThrow(HelpRequested);
    expect(asking).toThrow(helpText(spec));
  });

  test('a key is refused even where help is asked for, because the shell keeps it', () => {
    expect(() => readCommandLine(['--help', key], spec)).toThrow(
      /^An argument holds a Stripe key(?!.*51Not)/,
    );
  });
});

describe('the workspace', () => {
  const before = process.env.TF_WORKSPACE;
  const byDefault = { ...spec, workspace: 'default test' } as const satisfies CommandSpec;

  afterEach(() => {
    if (before === undefined) {
      delete process.env.TF_WORKSPACE;
    } else {
      process.env.TF_WORKSPACE = before;
    }
  });

  test('is test by default only where the command says so', () => {
    process.env.TF_WORKSPACE = '';
    expect(parseCommand([], byDefault).environment.name).toBe('test');
    expect(() => parseCommand([], spec)).toThrow('Name the workspace: --workspace test or --workspace live.');
  });

  test('comes from TF_WORKSPACE where no option names it, but never against the name of the npm script', () => {
    process.env.TF_WORKSPACE = 'live';
    expect(parseCommand([], spec).environment.name).toBe('live');
    expect(parseCommand([], byDefault).environment.name).toBe('live');
    expect(parseCommand(['--workspace', 'test'], spec).environment.name).toBe('test');
    expect(parseCommand(['test'], inName).environment.name).toBe('test');
  });
});

test('the help of a command names everything that it takes', () => {
  expect(helpText(spec)).toBe(`npm run send -- --workspace test|live [--file PATH] [--to NAME]… [--fast]

Sends a file.

Options:
  --workspace test|live  the Terraform workspace; if left out, TF_WORKSPACE
  --file PATH            the file
  --to NAME              where to: here, there
  --fast                 hurries
  -h, --help             prints this help

Exit code: 1 if it failed.

Example:
  npm run send -- --workspace test --file a.txt`);
});
