import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { failures } from '../../../local/demo/failures';
import { environmentNames } from '../../../settings/environment-names';
import { environmentOf } from '../../../settings/environments';
import { ServiceProcessingStack } from '../../../stacks/service-processing';
import { anchorOf, headingsOf } from '../../helpers/markdown';
import { synthesized } from '../../helpers/synthesized';

interface Assign {
  readonly errorMessage?: string;
  readonly stripeMeterError?: { readonly error: string };
  readonly itemError?: string;
  readonly openState?: string;
  readonly status?: string;
}

interface State {
  readonly Error?: string;
  readonly Assign?: Assign;
  readonly Choices?: readonly { readonly Assign?: Assign }[];
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Assign?: Assign }[];
  readonly ItemProcessor?: Definition;
}

interface Definition {
  readonly States: Record<string, State>;
}

interface Alarm {
  readonly alarm_name: string;
  readonly alarm_description: string;
}

const project = path.join(__dirname, '..', '..', '..');
const read = (file: string) => readFileSync(path.join(project, file), 'utf8').replace(/\r\n/g, '\n');
const runbook = read('docs/runbook.md');
const headings = headingsOf(runbook);
const statesOf = ({ States }: Definition): State[] =>
  Object.values(States).flatMap((state) => [
    state,
    ...(state.ItemProcessor ? statesOf(state.ItemProcessor) : []),
  ]);
const states = ['ServiceProcessingOrchestrator', 'StripeMeterEventRecovery'].flatMap((name) =>
  statesOf(JSON.parse(read(`asl/${name}.asl.json`)) as Definition),
);
const assigns = states.flatMap(({ Assign, Choices = [], Catch = [] }) => [
  Assign,
  ...[...Choices, ...Catch].map((rule) => rule.Assign),
]);
/** The entry, or the part of one, under each heading. */
const sections = runbook.split(/^(?=#+ )/m);
const distinct = (texts: readonly (string | undefined)[]) => [
  ...new Set(texts.filter((text) => text !== undefined)),
];

/** The literals of an expression, or the text that is none. */
const literalsIn = (text: string) =>
  text.startsWith('{%') ? [...text.matchAll(/'([^']*)'/g)].map(([, literal = '']) => literal) : [text];

/** What an expression says in so many words: of `'The input lacks ' & $join($lacking)` the first part. */
const wordsIn = (expression: string) =>
  literalsIn(expression)
    .map((literal) => literal.replace(/^[^A-Za-z]+|[^A-Za-z]+$/g, ''))
    .filter((literal) => literal.includes(' ') && !literal.includes('${'));

describe('whoever is called at night finds a heading for', () => {
  const ownErrors = [
    ...assigns.flatMap((assign) => [assign?.stripeMeterError?.error, assign?.itemError]),
    ...states.map((state) => state.Error),
  ].flatMap((text) => literalsIn(text ?? ''));
  test.each(distinct(ownErrors).filter(Boolean))(
    'the error %s, which is the state machines’ own',
    (error) => {
      expect(headings.flatMap((heading) => heading.split(' and '))).toContain(error);
    },
  );

  const words = assigns.flatMap((assign) => wordsIn(assign?.errorMessage ?? ''));
  // What stands in the middle of a sentence, and what comes after the words of a heading.
  const notTheBeginning = [
    'bytes; this execution has the customer',
    'Recovery asks Stripe and records it',
    'no list of texts',
  ];
  test.each(distinct(words).filter((text) => !notTheBeginning.includes(text)))(
    'a cause with the words "%s"',
    (text) => {
      expect(headings.join('\n')).toContain(text);
    },
  );

  const handedOver = assigns.filter((assign) => assign?.openState?.includes('needs-person'));
  const statuses = handedOver.flatMap((assign) => literalsIn(assign?.status ?? ''));
  test.each(distinct(statuses).filter((status) => status !== 'pending'))(
    'the status %s, which needs a person, in an entry that says how a command decides it',
    (status) => {
      const entry = sections.find(
        (section) => section.includes(`\`${status}\``) && /--write-off/.test(section),
      );
      expect(entry).toBeDefined();
    },
  );

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
    // The first is none of its own, the others lead on to another state.
    (error) =>
      !['States.ALL', 'DynamoDB.ConditionalCheckFailedException', 'States.QueryEvaluationError'].includes(
        error,
      ),
  );
  test.each(distinct(shown))('%s, in a heading of its service', (error) => {
    const service = error.replace(/\.[^.]*$/, '').replace(/^StepFunctions$/, 'The child state machine');
    const ofService = sections.filter((section) => section.split('\n')[0]?.includes(service));
    expect(ofService.some((section) => section.includes(error.split('.').at(-1) ?? ''))).toBe(true);
  });

  test.each(environmentNames)('each alarm of %s, whose e-mail names it', (workspace) => {
    const { terraform } = synthesized(ServiceProcessingStack, workspace);
    const alarms = Object.values<Alarm>(terraform.resource.aws_cloudwatch_metric_alarm);
    expect(alarms.length).toBeGreaterThan(2);
    for (const { alarm_name: name, alarm_description: description } of alarms) {
      const [, file = '', anchor] = / (\S+)#(\S+)$/.exec(description) ?? [];
      expect(existsSync(path.join(project, file))).toBe(true);
      expect(headings.find((heading) => anchorOf(heading) === anchor)).toBe(name.replace('-test', ''));
    }
  });
});

describe('from symptom to fix, with cause and diagnosis between, so that nobody has to search:', () => {
  const notAnEntry = ['Names', 'Entries by error', 'Send a meter event again', 'Start an execution again'];
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

test.each(Object.entries(failures))(
  'the failure %s of the demo names a heading that is there',
  (_, failure) => {
    expect(headings.map((heading) => `#${anchorOf(heading)}`)).toContain(failure.runbook);
  },
);

describe.each(environmentNames)('in %s', (workspace) => {
  const { names, region } = environmentOf(workspace);

  test('the table has the names of what is deployed', () => {
    const column = environmentNames.indexOf(workspace) + 2;
    const table = runbook.split('\n').filter((line) => line.startsWith('| '));
    const cells = table.map((line) => line.split('|')[column] ?? '').join('\n');
    const billing = [names.stateMachine, names.executionRole, names.logGroup];
    const recovery = [
      names.recoveryStateMachine,
      names.recoveryRole,
      names.recoveryLogGroup,
      names.recoverySchedule,
    ];
    const tables = [names.processingHistoryTable, names.policyMappingTable, names.meterEventsTable];
    const alarms = [
      names.alarm,
      names.alarmTopic,
      names.overdueAlarm,
      names.recoverySilentAlarm,
      names.dashboard,
    ];
    for (const name of [...billing, ...recovery, ...tables, names.secret, names.connection, ...alarms]) {
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
        `export RECOVERY=arn:aws:states:$AWS_DEFAULT_REGION:$ACCOUNT:stateMachine:${names.recoveryStateMachine}`,
        `export ROLE=${names.executionRole}`,
        `export TABLE=${names.processingHistoryTable}`,
        `export MAPPING=${names.policyMappingTable}`,
      ]),
    );
    expect(lines.join('\n')).toContain(`describe-connection --name ${names.connection} `);
    expect(lines.join('\n')).toContain(`get-schedule --name ${names.recoverySchedule} `);
    expect(lines.join('\n')).toContain(`--table-name ${names.meterEventsTable} `);
    expect(lines.join('\n')).toContain(`--stack-name ${names.connectionStack}\``);
  });
});
