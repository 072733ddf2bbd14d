import { ownCommands } from '../../../commands/help/commands';
import { HelpRequested, readCommandLine } from '../../../commands/shared/command-line';
import { scriptsOf } from '../../../commands/shared/command-spec';
import { withOptionalIdentifier } from '../../../commands/meter-events/options';
import { documents, readDocument } from '../../helpers/documents';
import { npmCommandsIn, scriptsIn } from '../../helpers/npm-commands';

const { scripts } = JSON.parse(readDocument('package.json')) as { scripts: Record<string, string> };
const specs = new Map(
  Object.values(ownCommands)
    .flat()
    .flatMap((spec) => scriptsOf(spec).map((script) => [script, spec] as const)),
);

function refusalOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return error instanceof HelpRequested ? undefined : String(error);
  }
}

test.each(documents)('every npm script that %s names exists', (file) => {
  expect(scriptsIn(readDocument(file)).filter((name) => !(name in scripts))).toEqual([]);
});

test.each(documents)('every command in %s is called as the command wants it', (file) => {
  for (const { script, args } of npmCommandsIn(readDocument(file))) {
    const spec = specs.get(script);
    expect(
      spec && refusalOf(() => readCommandLine(withOptionalIdentifier(args), spec, script)),
    ).toBeUndefined();
  }
});

test('a command that a document calls with an option it does not know is found', () => {
  const [command] = npmCommandsIn('Run `npm run plan -- --workspce test`.');
  expect(command).toEqual({ script: 'plan', args: ['--workspce', 'test'] });
  expect(() => readCommandLine(command?.args ?? [], specs.get('plan')!)).toThrow('Unknown option --workspce');
});

test('docs/operate.md names every command that is for operators, so that none has to be guessed', () => {
  const named = scriptsIn(readDocument('docs/operate.md'));
  const forOperators = [...(ownCommands['Every day'] ?? []), ...(ownCommands['When something fails'] ?? [])];
  const missing = forOperators
    .filter((spec) => !scriptsOf(spec).some((script) => named.includes(script)))
    .map(({ name }) => name);
  // `diff:…` stands with the deployment.
  expect(missing.filter((name) => !readDocument('docs/operate.md').includes(`\`${name}:…\``))).toEqual([]);
});

test.each(Object.entries(scripts))('the script %s needs no shell of one platform', (_, command) => {
  expect(command).not.toMatch(/[;|>$]|&&|^\w+=/);
});
