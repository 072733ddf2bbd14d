import { allOptionsOf, scriptsOf, writtenOption, type CommandOption, type CommandSpec } from './command-spec';

/** Characters in a line, at most. */
const width = 100;

/** What `--help` prints. */
export function helpText(spec: CommandSpec): string {
  const { summary, operands, notes = [], examples } = spec;
  const options = Object.entries(allOptionsOf(spec)).map(([name, option]): [string, string] => [
    `${name === 'help' ? '-h, ' : ''}${writtenOption(name, option)}`,
    described(option),
  ]);
  return [
    ...usageOf(spec),
    '',
    ...wrapped(summary),
    ...(operands ? ['', ...table([[operands.value, described(operands)]])] : []),
    '',
    'Options:',
    ...table(options),
    ...(notes.length > 0 ? ['', ...notes.flatMap((note) => wrapped(note))] : []),
    '',
    examples.length > 1 ? 'Examples:' : 'Example:',
    ...examples.map((example) => `  ${example}`),
  ].join('\n');
}

/** Rows of two columns, the second of which is as wide as the line allows. */
export function table(rows: readonly (readonly [string, string])[]): string[] {
  const first = Math.max(...rows.map(([name]) => name.length)) + 4;
  return rows.flatMap(([name, text]) =>
    wrapped(text, width - first).map((line, index) =>
      `${(index === 0 ? `  ${name}` : '').padEnd(first)}${line}`.trimEnd(),
    ),
  );
}

function usageOf(spec: CommandSpec): string[] {
  const { options, operands, workspace } = spec;
  const parts = [
    ...(workspace === 'required' ? ['--workspace test|live'] : []),
    ...(workspace === 'default test' ? ['[--workspace test|live]'] : []),
    ...Object.entries(options).map(([name, option]) => {
      const written = `[${writtenOption(name, option)}]`;
      return option.type === 'string' && option.multiple ? `${written}…` : written;
    }),
    ...(operands ? [operands.value] : []),
  ];
  return scriptsOf(spec).flatMap((script) => {
    const start = `npm run ${script}${parts.length > 0 ? ' --' : ''}`;
    return linesOf([start, ...parts], width - 4).map((line, index) => (index === 0 ? line : `    ${line}`));
  });
}

function described({
  help,
  ...option
}: Pick<CommandOption, 'help'> & { choices?: readonly string[] }): string {
  return option.choices ? `${help}: ${option.choices.join(', ')}` : help;
}

const wrapped = (text: string, most = width): string[] => linesOf(text.split(' '), most);

function linesOf(words: readonly string[], most: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
