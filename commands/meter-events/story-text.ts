import type { ErrorReports } from './error-reports';
import { mostRuns, type ExecutionFacts } from './executions';
import { itemLines } from './item-text';
import type { MinuteProof } from './minute-proof';
import type { CheckStory, EventStory, Story } from './story';
import type { Lookup } from '../shared/stripe-access';
import { counted, timeText } from '../shared/words';
import { minuteStartOf } from '../../ledger/keys';

/** Events of an hour that are printed; `--json` has all of them. */
const mostEvents = 50;

/** A story for the operator. */
export function storyText(story: Story): string {
  const parts = 'minute' in story ? eventParts(story) : 'events' in story ? checkParts(story) : [];
  const [title = '', ...lines] = itemLines(story.item);
  return [
    title,
    ...lines.map(indented),
    ...parts.flatMap(([heading, part]) => ['', heading, ...part.map(indented)]),
  ].join('\n');
}

type Part = readonly [heading: string, lines: readonly string[]];

const indented = (line: string) => `  ${line}`;

const linesOf = <T>(part: Lookup<T>, lines: (found: T) => string[]): string[] =>
  'found' in part ? lines(part.found) : [`Could not be read: ${part.notFound}.`.replace(/\.\.$/, '.')];

function eventParts({ item, execution, claims, minute, errorReports }: EventStory): Part[] {
  return [
    ['Execution that recorded it', linesOf(execution, executionLines)],
    [
      'Runs of recovery that claimed it last',
      linesOf(claims, (runs) => {
        if (item.claimedAt === undefined) {
          return ['None has claimed it.'];
        }
        return runs.length > 0
          ? runs.flatMap(executionLines)
          : [`None of the last ${mostRuns} ran at that time.`];
      }),
    ],
    [
      `Stripe, in the minute from ${timeText(minuteStartOf(item.timestamp))}`,
      linesOf(minute, minuteLines(item.value)),
    ],
    ["Stripe's meter error reports", linesOf(errorReports, errorReportLines)],
  ];
}

function executionLines({
  executionArn,
  status,
  startedAt,
  stoppedAt,
  redrives = 0,
  ...rest
}: ExecutionFacts): string[] {
  if (status === 'gone') {
    return [`${executionArn}: Step Functions keeps executions for 90 days and has deleted this one.`];
  }
  const { redrivenAt, error, cause } = rest;
  return [
    `${executionArn}: ${status}${startedAt ? `, started ${startedAt}` : ''}${stoppedAt ? `, ended ${stoppedAt}` : ''}`,
    ...(redrives > 0 ? [`  redriven: ${redrives}${redrivenAt ? `, last at ${redrivenAt}` : ''}`] : []),
    ...(error ? [`  ${error}: ${cause ?? ''}`] : []),
  ];
}

const minuteLines =
  (value: number) =>
  ({ stripe, otherSent, otherOpen, sentence }: MinuteProof): string[] => [
    `Stripe counted ${counted(stripe, 'byte')} for the customer.`,
    `The ledger has ${otherSent} sent by other events, ${value} of this one` +
      `${otherOpen.length > 0 ? `, and ${otherOpen.join(' + ')} of others that are not known to be sent` : ''}.`,
    sentence,
  ];

function errorReportLines({ naming, read, notRead, withoutSample }: ErrorReports): string[] {
  return [
    ...naming.map(({ id, createdAt, code, message }) => `${id} (${createdAt}) names it: ${code}: ${message}`),
    ...(naming.length === 0 ? [`None of ${counted(read, 'report')} since its timestamp names it.`] : []),
    ...(withoutSample > 0
      ? [
          `Samples are incomplete: ${counted(withoutSample, 'error')} in these reports ${withoutSample === 1 ? 'is' : 'are'} in no sample, and may be of this event.`,
        ]
      : []),
    ...(notRead > 0
      ? [
          `${counted(notRead, 'report')} more, further from its attempts, ${notRead === 1 ? 'was' : 'were'} not read.`,
        ]
      : []),
  ];
}

function checkParts({ item, events, stripe }: CheckStory): Part[] {
  const sums = new Map<string, number>();
  const readable = events.filter(({ value }) => !Number.isNaN(value));
  readable.forEach(({ status, value }) => sums.set(status, (sums.get(status) ?? 0) + value));
  const unreadable = events.length - readable.length;
  const others = [...sums].filter(([status]) => status !== 'sent');
  return [
    [
      `Both sums of the hour from ${timeText(item.hourStart)}`,
      [
        `The ledger has ${counted(sums.get('sent') ?? 0, 'byte')} sent` +
          `${others.map(([status, bytes]) => `, ${bytes} ${status || 'without a status'}`).join('')}.`,
        ...(unreadable > 0
          ? [`This version cannot read the bytes of ${counted(unreadable, 'event')} more.`]
          : []),
        ...linesOf(stripe, (bytes) => [`Stripe counted ${counted(bytes, 'byte')}.`]),
      ],
    ],
    [
      counted(events.length, 'event'),
      [
        ...events
          .slice(0, mostEvents)
          .map(
            ({ identifier, timestamp, value, status }) =>
              `${timeText(timestamp)}  ${Number.isNaN(value) ? '?' : value}  ${status || '?'}  ${identifier}`,
          ),
        ...(events.length > mostEvents ? [`and ${events.length - mostEvents} more: --json has them`] : []),
      ],
    ],
  ];
}
