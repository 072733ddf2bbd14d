import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import { maximumHistoryEvents } from './limits';
import { StatesError, type Clock } from '../types';

/** The details of an event, under AWS's name for them. */
export type EventDetails = Omit<HistoryEvent, 'timestamp' | 'type' | 'id' | 'previousEventId'>;

/** Numbers the events of an execution, from 1 if it is new, and passes them to `onEvent`. */
export class History {
  constructor(
    private readonly clock: Clock,
    private readonly onEvent: (event: HistoryEvent) => void,
    /** Of the events so far. */
    private lastId = 0,
  ) {}

  get lastEventId(): number {
    return this.lastId;
  }

  /**
   * @returns the event's id
   * @throws StatesError `States.Runtime` when only the event that ends the execution may follow
   */
  add(type: HistoryEventType, previousEventId: number, details: EventDetails = {}): number {
    if (this.lastId + 1 >= maximumHistoryEvents) {
      throw new StatesError(
        'States.Runtime',
        `The execution reached the maximum number of history events (${maximumHistoryEvents}).`,
      );
    }
    return this.append(type, previousEventId, details);
  }

  /** The event that ends the execution; the limit does not apply to it. */
  end(type: HistoryEventType, previousEventId: number, details: EventDetails): void {
    this.append(type, previousEventId, details);
  }

  private append(type: HistoryEventType, previousEventId: number, details: EventDetails): number {
    this.lastId += 1;
    this.onEvent({ timestamp: this.clock.now(), type, id: this.lastId, previousEventId, ...details });
    return this.lastId;
  }
}

/** Error and cause as events carry them: AWS leaves an empty one out. */
export function failureDetails(failure: StatesError | undefined): { error?: string; cause?: string } {
  return {
    ...(failure?.error && { error: failure.error }),
    ...(failure?.cause && { cause: failure.cause }),
  };
}
