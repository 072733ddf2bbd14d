import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { failures } from '../../../local/demo/failures';
import { environmentNames, environmentOf } from '../../../settings/environments';
import { ServiceProcessingStack } from '../../../stacks/service-processing';
import { anchorOf, headingsOf } from '../../helpers/markdown';
import { synthesized } from '../../helpers/synthesized';

interface Assign {
  readonly errorMessage?: string;
  readonly stripeMeterError?: { readonly error: string };
}

interface State {
  readonly Error?: string;
  readonly Assign?: Assign;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Assign?: Assign }[];
}

const project = path.join(__dirname, '..', '..', '..');
const read = (file: string) => readFileSync(path.join(project, file), 'utf8').replace(/\r\n/g, '\n');
const runbook = read('docs/runbook.md');
const headings = headingsOf(runbook);
const states = Object.values(
  (JSON.parse(read('asl/ServiceProcessingOrchestrator.asl.json')) as { States: Record<string, State> })
    .States,
);
const assigns = states.flatMap(({ Assign, Catch = [] }) => [Assign, ...Catch.map((caught) => caught.Assign)]);
const distinct = (texts: readonly (string | undefined)[]) => [
  ...new Set(texts.filter((text) => text !== undefined)),
];

/** What an expression says in so many words: of `'The input lacks ' & $join($lacking)` the first part. */
const wordsIn = (expression: string) =>
  [...expression.matchAll(/'([^']*)'/g)]
    .map(([, literal = '']) => literal.replace(/^[^A-Za-z]+|[^A-Za-z]+$/g, ''))
    .filter((literal) => literal.includes(' ') && !literal.includes('${') && literal !== 'no list');

describe('whoever is called at night finds a heading for', () => {
  const ownErrors = [
    ...assigns.map((assign) => assign?.stripeMeterError?.error).filter((error) => !error?.startsWith('{%')),
    ...states.map((state) => state.Error),
  ];
  test.each(distinct(ownErrors))('the error %s, which is the state machine’s own', (error) => {
    expect(headings).toContain(error);
  });

  const words = assigns.flatMap((assign) => wordsIn(assign?.errorMessage ?? ''));
  const advice = 'Start the execution again within 23 hours';
  test.each(distinct(words).filter((text) => text !== advice))('a cause with the words "%s"', (text) => {
    expect(headings.join('\n')).toContain(text);
  });

  const retried = states.flatMap(({ Retry = [] }) => Retry.flatMap(({ ErrorEquals }) => ErrorEquals));
  const answeredByHttpTask = [
    ...[400, 401, 402, 403, 404].map((status) => `States.Http.StatusCode.${status}`),
    'States.Http.AccessDenied',
    'Events.ConnectionResource.InvalidConnectionState',
    'Events.ConnectionResource.AccessDenied',
    'Events.ConnectionResource.ResourceNotFound',
  ];
  const uncaught = ['States.Runtime', 'States.DataLimitExceeded'];
  const shown = [...retried, ...answeredByHttpTask, ...uncaught].filter(
    // The first is none of its own, the second leads on to another state.
    (error) => !['States.ALL', 'DynamoDB.ConditionalCheckFailedException'].includes(error),
  );
  test.each(distinct(shown))('%s, in a heading of its service', (error) => {
    const service = error.replace(/\.[^.]*$/, '').replace(/^StepFunctions$/, 'The child state machine');
    const sections = runbook
      .split(/^(?=#+ )/m)
      .filter((section) => section.split('\n')[0]?.includes(service));
    expect(sections.some((section) => section.includes(error.split('.').at(-1) ?? ''))).toBe(true);
  });

  const alarms = environmentNames.flatMap((workspace) =>
    Object.values<Record<string, string>>(
      synthesized(ServiceProcessingStack, workspace).terraform.resource.aws_cloudwatch_metric_alarm,
    ),
  );
  test.each(alarms)('the alarm $alarm_name, whose e-mail names it', (alarm) => {
    const [, file = '', anchor] = / (\S+)#(\S+)$/.exec(String(alarm.alarm_description)) ?? [];
    expect(existsSync(path.join(project, file))).toBe(true);
    expect(headings.map(anchorOf)).toContain(anchor);
  });
});

describe('from symptom to fix, with cause and diagnosis between, so that nobody has to search:', () => {
  const notAnEntry = ['Names', 'Send a meter event again'];
  const entries = runbook
    .split(/^## /m)
    .slice(1)
    .map((entry) => [entry.split('\n')[0] ?? '', entry] as const)
    .filter(([heading]) => !notAnEntry.includes(heading));

  test.each(entries)('%s', (_, entry) => {
    const labels = [...entry.matchAll(/\*\*(Symptom|Cause|Diagnosis|Fix)\b/g)].map(([, label]) => label);
    expect([...new Set(labels)].sort()).toEqual(['Cause', 'Diagnosis', 'Fix', 'Symptom']);
    expect(labels[0]).toBe('Symptom');
    expect(labels.at(-1)).toBe('Fix');
  });
});

test('no two headings have the same anchor, and every link finds its own', () => {
  const anchors = headings.map(anchorOf);
  expect(new Set(anchors).size).toBe(anchors.length);
  const links = [...runbook.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
  expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
});

test('each failure that the demo reproduces has an entry, and each entry names a failure that the demo knows', () => {
  const named = [...runbook.matchAll(/--fail ([\w-]+)/g)].map(([, name = '']) => name);
  const withoutTrace = ['duplicate'];
  expect([...new Set([...named, ...withoutTrace])].sort()).toEqual(Object.keys(failures).sort());
});

describe.each(environmentNames)('in %s', (workspace) => {
  const { names, region } = environmentOf(workspace);

  test('the table has the names of what is deployed', () => {
    const column = environmentNames.indexOf(workspace) + 2;
    const table = runbook.split('\n').filter((line) => line.startsWith('| '));
    const cells = table.map((line) => line.split('|')[column] ?? '').join('\n');
    const { stateMachine, executionRole, logGroup, processingHistoryTable, policyMappingTable } = names;
    const wanted = [stateMachine, executionRole, logGroup, processingHistoryTable, policyMappingTable];
    for (const name of [...wanted, names.secret, names.connection, names.alarm, names.alarmTopic]) {
      expect(cells).toContain(`\`${name}\``);
    }
  });

  test('the variables of the commands lead to it', () => {
    const [, suffix, secret] =
      new RegExp(`^export WORKSPACE=${workspace} SUFFIX=(\\S*) SECRET=(\\S+)$`, 'm').exec(runbook) ?? [];
    expect(secret).toBe(names.secret);
    const lines = runbook.replaceAll('$SUFFIX', suffix ?? '?').split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        `export AWS_DEFAULT_REGION=${region}`,
        `export MACHINE=arn:aws:states:$AWS_DEFAULT_REGION:$ACCOUNT:stateMachine:${names.stateMachine}`,
        `export ROLE=${names.executionRole}`,
        `export TABLE=${names.processingHistoryTable}`,
        `export MAPPING=${names.policyMappingTable}`,
      ]),
    );
    expect(lines.join('\n')).toContain(`describe-connection --name ${names.connection} `);
    expect(lines.join('\n')).toContain(`--stack-name ${names.connectionStack}\``);
  });
});
