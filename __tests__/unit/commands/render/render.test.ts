import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { definitions } from '../../../../asl/src';
import { run } from '../../../../clients/run-program';
import { ProjectCopy } from '../../../helpers/project-copy';

const project = path.join(__dirname, '..', '..', '..', '..');
const names = Object.keys(definitions);

// A process of its own, because Prettier is loaded as a module, which Jest does not do.
jest.setTimeout(60_000);

test('the committed definitions are as rendered: whoever changes one changes its source, and renders it', async () => {
  const { status, stdout, stderr } = await run(
    process.execPath,
    ['--require', 'tsx/cjs', 'commands/render', '--check'],
    { cwd: project },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toBe(names.map((name) => `asl/${name}: current\n`).join(''));
});

describe('in a checkout in which somebody has edited a definition', () => {
  const copy = new ProjectCopy({});
  const file = copy.path('asl', names[0]!);
  const rendered = readFileSync(file, 'utf8');
  beforeAll(() => writeFileSync(file, rendered.replace('"TimeoutSeconds": 7200', '"TimeoutSeconds": 7300')));
  afterAll(() => copy.remove());

  test('the check fails, writes nothing, and says what to run', async () => {
    const { status, stderr } = await copy.run('render', '--check');
    expect(status).toBe(1);
    expect(stderr.trim()).toBe(`asl/${names[0]}: run npm run render and commit what it writes.`);
    expect(readFileSync(file, 'utf8')).not.toBe(rendered);
  });

  test('synthesis fails, since the policy would be that of other states than the definition has', async () => {
    const { status, stderr } = await copy.run('synth', 'test');
    expect(status).toBe(1);
    expect(stderr.trim()).toBe(
      `asl/${names[0]} is not what asl/src says: change asl/src alone, and run npm run render.`,
    );
  });

  test('rendering brings it back, byte for byte', async () => {
    const { status, stdout } = await copy.run('render');
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `asl/${names[0]}: rendered\nasl/${names[1]}: current\n`,
    });
    expect(readFileSync(file, 'utf8')).toBe(rendered);
  });
});
