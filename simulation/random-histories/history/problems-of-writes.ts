import { textOf } from '../dynamodb/attribute-values';
import type { Execution } from '../world/executions';
import { eventsOf } from './events';
import type { Played } from './play';

const forgottenAfterSeconds = 24 * 3600;

/** Seconds after which Stripe's figures surely contain an attempt. */
const aggregatedAfterSeconds = 15 * 60;

/**
 * No event is sent again when Stripe may have forgotten an attempt that it may have taken, unless Stripe's figures
 * were read after that.
 */
export function wrongPosts({ world }: Played): string[] {
  const { posts, doubts, summaryAnswers } = world.stripe;
  return posts
    .filter(({ rightMode }) => rightMode)
    .flatMap((post) => {
      const doubtful = doubts.filter(
        ({ identifier, time }) =>
          identifier === post.identifier && time <= post.time - forgottenAfterSeconds * 1000,
      );
      const asked = summaryAnswers.some(
        ({ executionArn, time }) =>
          executionArn === post.executionArn &&
          time <= post.time &&
          doubtful.every((doubt) => time >= doubt.time + aggregatedAfterSeconds * 1000),
      );
      return doubtful.length === 0 || asked
        ? []
        : [`${post.identifier} was sent again without asking, ${new Date(post.time).toISOString()}`];
    });
}

/** The application's rows: no error of an event that was sent, none completed without an event, none with an event that is not. */
export function wrongRows(played: Played): string[] {
  const { world, rewritten, touched, gone } = played;
  const events = eventsOf(played);
  const errors = events
    .filter(({ identifier, status }) => status === 'sent' && !rewritten.has(identifier))
    .filter(({ identifier }) => world.rows.get(identifier)?.stripeMeterError)
    .map(({ identifier }) => `the row of ${identifier} keeps its stripeMeterError`);
  const unbilled = world.rows
    .items()
    .filter(({ completedAt }) => completedAt)
    .map((row) => textOf(row['processing-historyId'])!)
    .filter((id) => !events.some(({ identifier }) => identifier === id))
    .map((id) => `the row of ${id} is completed, and there is no meter event`);
  const notCompleted = events
    .filter(({ identifier }) => !touched.has(identifier) && !world.rows.get(identifier)?.completedAt)
    .map(({ identifier }) => {
      const status = textOf(world.rows.get(identifier)?.status) ?? 'missing';
      return `the row of ${identifier} is ${status}, although its event is recorded`;
    });
  const halfCompleted = world.rows
    .items()
    .filter((row) => row.completedAt && textOf(row.status) !== 'completed')
    .map((row) => `the row of ${textOf(row['processing-historyId'])!} is completed, and its status is not`);
  const resurrected = world.rows
    .items()
    .filter((row) => (row.stripeMeterSentAt || row.stripeMeterError) && !row.status && !row.userId)
    .map((row) => `the row of ${textOf(row['processing-historyId'])!} was deleted, and a part of it is back`);
  const back = [...gone]
    .filter((id) => world.rows.get(id))
    .map((id) => `the row of ${id} was deleted, and is back`);
  return [...back, ...errors, ...unbilled, ...notCompleted, ...halfCompleted, ...resurrected];
}

/** How long a lease lasts: not taken from the ledger's times, which are what is checked here. */
const leaseSeconds = 20 * 60;

/** Of two recovery runs only one at a time sends, if nobody redrives one of them. */
export function wrongLeases({ world }: Played): string[] {
  const calls = world.stripe.calls.filter(({ execution }) => execution.machine === 'recovery');
  return calls.flatMap(({ execution, time }, index) => {
    const before = calls.slice(0, index).findLast((call) => call.execution === execution);
    const between = calls
      .slice(before ? calls.indexOf(before) : index, index)
      .find((call) => call.execution !== execution);
    return between &&
      execution.redrives + between.execution.redrives === 0 &&
      time - before!.time < leaseSeconds * 1000
      ? [`${execution.name} and ${between.execution.name} send at once`]
      : [];
  });
}

export function wrongExecutions(played: Played): string[] {
  const { all, children } = played.world.executions;
  const broken = [...all.flatMap(({ result }) => result ?? []), ...children]
    .filter(({ error }) => error === 'States.Runtime' || error === 'States.QueryEvaluationError')
    .map(({ error, cause }) => `an execution ended in ${error}: ${cause}`);
  return [...broken, ...all.flatMap((execution) => wrongRepetition(played, execution))];
}

/** An upload with another customer or value than recorded is refused, with both in the sentence. */
function wrongRepetition(played: Played, { machine, name, input, result }: Execution): string[] {
  if (machine !== 'orchestrator' || !result) {
    return [];
  }
  const { processingHistoryId, customerId, usageAmountBytes } = input as Record<string, string | number>;
  const event = eventsOf(played).find(({ identifier }) => identifier === processingHistoryId);
  if (!event || (event.customer === customerId && event.bytes === usageAmountBytes)) {
    return [];
  }
  if (result.status === 'SUCCEEDED') {
    return [`${name} succeeded with other figures than the ledger's`];
  }
  const figures = [event.customer, event.bytes, customerId, usageAmountBytes];
  const { cause = '' } = result;
  return /already recorded/.test(cause) && !figures.every((figure) => cause.includes(String(figure)))
    ? [`${name} does not name both: ${cause}`]
    : [];
}
