import type { State } from './definition';
import {
  evaluateAs,
  evaluateField,
  QueryEvaluationError,
  type Bindings,
  type FieldTypes,
} from './expressions';
import type { Branch } from './branch';
import { contextObject } from './context-object';
import { failureDetails } from './history';
import { maximumInteger } from './limits';
import { StatesError, type MapRun, type Snapshot } from '../types';
import { type Json } from '../../json';

/** The parts of `$states` that not every field has. */
export interface Extra {
  readonly result?: Json;
  readonly errorOutput?: Json;
  /** Replaces the `Map` part of the context object. */
  readonly mapContext?: Json;
}

/** One visit to a state, from its `…StateEntered` event on, with all its attempts. */
export class Visit {
  retryCount = 0;
  readonly entered: NonNullable<Snapshot['entered']>;
  /** The last run of a Distributed Map. */
  mapRun: MapRun | undefined;
  /** Whether an inline Map has started iterations. */
  iterating = false;

  constructor(
    readonly branch: Branch,
    readonly name: string,
    readonly state: State,
    readonly input: Json,
    /** The visit that a redrive goes on with: its state is not entered again. */
    interrupted: Pick<Snapshot, 'entered' | 'mapRun'> = {},
  ) {
    this.entered = interrupted.entered ?? this.enter();
    this.mapRun = interrupted.mapRun;
    branch.current = this;
  }

  private enter(): NonNullable<Snapshot['entered']> {
    const { branch, name, input } = this;
    const time = branch.execution.options.clock.now();
    const eventId = branch.event(`${this.state.Type}StateEntered`, {
      stateEnteredEventDetails: {
        name,
        input: JSON.stringify(input),
        inputDetails: { truncated: false },
      },
    });
    return { eventId, time };
  }

  /** @throws StatesError `States.QueryEvaluationError`, after its `EvaluationFailed` event */
  evaluate(template: Json, field: string, extra: Extra = {}): Promise<Json> {
    return this.evaluating(evaluateField(template, field, this.bindings(extra)));
  }

  /** As `evaluate`, for a field of one type. */
  evaluateAs<T extends keyof FieldTypes>(type: T, template: Json, field: string): Promise<FieldTypes[T]> {
    return this.evaluating(evaluateAs(type, template, field, this.bindings({})));
  }

  /** As `evaluate`, for a whole number from 0 to `maximumInteger`; `MaxConcurrency` has no limit. */
  async evaluateInteger(template: Json, field: string): Promise<number> {
    const value = await this.evaluateAs('number', template, field);
    if (!Number.isInteger(value)) {
      return this.evaluationFailure(`The ${field} field cannot be parsed as an integer: ${value}`, field);
    }
    if (value < 0 || (value > maximumInteger && field !== 'MaxConcurrency')) {
      return this.evaluationFailure(
        `${field} must be between 0 and ${maximumInteger} but was: ${value}`,
        field,
      );
    }
    return value;
  }

  /** As `evaluate`, for a number from 0 to 100. */
  async evaluatePercentage(template: Json, field: string): Promise<number> {
    const value = await this.evaluateAs('number', template, field);
    return value < 0 || value > 100
      ? this.evaluationFailure(`${field} must be between 0 and 100 but was: ${value}`, field)
      : value;
  }

  /**
   * What was evaluated is not what the state needs.
   *
   * @param field undefined where it is no field but the input
   * @throws StatesError `States.QueryEvaluationError`, after its `EvaluationFailed` event
   */
  evaluationFailure(cause: string, field?: string): Promise<never> {
    return this.evaluating(Promise.reject(new QueryEvaluationError(field, cause)));
  }

  /** A failure of the state itself, with the sentence that AWS puts in front of its cause. */
  failure(error: string, cause: string): StatesError {
    const where = `the state '${this.name}' (entered at the event id #${this.entered.eventId})`;
    return new StatesError(error, `An error occurred while executing ${where}. ${cause}`);
  }

  private async evaluating<T>(evaluation: Promise<T>): Promise<T> {
    try {
      return await evaluation;
    } catch (problem) {
      if (!(problem instanceof QueryEvaluationError)) {
        throw problem;
      }
      this.branch.signal.throwIfAborted();
      const failure = this.failure(problem.error, problem.cause);
      this.branch.event('EvaluationFailed', {
        evaluationFailedEventDetails: {
          ...failureDetails(failure),
          ...(problem.location !== undefined && { location: problem.location }),
          state: this.name,
        },
      });
      throw failure;
    }
  }

  private bindings({ mapContext, ...parts }: Extra): Bindings {
    const context = contextObject(this, mapContext ?? this.branch.mapContext);
    return {
      states: { input: this.input, context, ...parts },
      variables: this.branch.variables.visible(),
      now: this.branch.execution.options.clock.now(),
    };
  }
}
