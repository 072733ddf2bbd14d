import {
  GetScheduleCommand,
  paginateListSchedules,
  type CreateScheduleInput,
  type GetScheduleOutput,
  type SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { AwsError } from '../endpoint/errors';
import type { AwsRequest } from '../endpoint/aws-request';
import type { Authorizer } from '../iam/authorizer';
import { AccessDenied } from '../iam/errors';
import { rateSchedule } from './schedule';

export interface SchedulesOptions {
  /** Talks to what keeps the schedules. */
  readonly scheduler: SchedulerClient;
  readonly authorizer: Pick<Authorizer, 'authorize' | 'authorizeAssume'>;
  readonly account: { readonly accountId: string; readonly region: string };
  readonly clock: { now(): Date };
  /** Starts an execution and returns its ARN. */
  readonly start: (stateMachineArn: string, input: string) => string;
}

/** What EventBridge Scheduler does with schedules; by itself, nothing starts. */
export class Schedules {
  /** When a schedule is due next, by its ARN and creation. */
  private readonly next = new Map<string, Date>();

  constructor(private readonly options: SchedulesOptions) {}

  /** Rejects a request that creates or changes a schedule as AWS would, and what is not supported by name. */
  async check(request: AwsRequest): Promise<void> {
    const schedule = JSON.parse(request.body.toString()) as CreateScheduleInput;
    const { roleArn } = rateSchedule(schedule);
    await this.assume(roleArn, schedule.GroupName).catch((error: unknown) => {
      throw error instanceof AccessDenied ? new AwsError('ValidationException', error.message) : error;
    });
  }

  /**
   * Starts the target of each enabled schedule that is due by the clock: at first at its StartDate, or at once when it
   * has none, then at its rate. Times that passed unseen are not made up for: a call starts a target at most once.
   *
   * @returns the ARNs of the executions
   * @throws AccessDenied when a schedule's role does not trust EventBridge Scheduler, or may not start the target
   */
  async run(): Promise<string[]> {
    const started: string[] = [];
    for (const schedule of await this.all()) {
      if (schedule.State === 'ENABLED' && this.isDue(schedule)) {
        const { stateMachineArn, roleArn, input } = rateSchedule(schedule);
        await this.assume(roleArn, schedule.GroupName);
        await this.options.authorizer.authorize(roleArn, 'states:StartExecution', stateMachineArn);
        started.push(this.options.start(stateMachineArn, input));
        this.plan(schedule);
      }
    }
    return started;
  }

  private async all(): Promise<GetScheduleOutput[]> {
    const client = this.options.scheduler;
    const schedules: GetScheduleOutput[] = [];
    for await (const { Schedules: page = [] } of paginateListSchedules({ client }, {})) {
      for (const { Name, GroupName } of page) {
        schedules.push(await client.send(new GetScheduleCommand({ Name, GroupName })));
      }
    }
    return schedules;
  }

  private isDue(schedule: GetScheduleOutput): boolean {
    const now = this.options.clock.now();
    const next = this.next.get(identity(schedule)) ?? schedule.StartDate ?? now;
    return next <= now && (schedule.EndDate === undefined || now < schedule.EndDate);
  }

  /** The next time lies a whole number of intervals after the one that was due. */
  private plan(schedule: GetScheduleOutput): void {
    const now = this.options.clock.now();
    const due = this.next.get(identity(schedule)) ?? schedule.StartDate ?? now;
    const interval = rateSchedule(schedule).intervalSeconds * 1000;
    const passed = Math.floor((now.getTime() - due.getTime()) / interval) + 1;
    this.next.set(identity(schedule), new Date(due.getTime() + passed * interval));
  }

  /** AWS gives the ARN of the schedule's group, not that of the schedule ("Confused deputy prevention"). */
  private assume(roleArn: string, group = 'default'): Promise<void> {
    const { accountId, region } = this.options.account;
    return this.options.authorizer.authorizeAssume(roleArn, {
      service: 'scheduler.amazonaws.com',
      sourceArn: `arn:aws:scheduler:${region}:${accountId}:schedule-group/${group}`,
      sourceAccount: accountId,
    });
  }
}

/** A schedule that is created again under its name, or gets another rate, begins anew. */
function identity({ Arn, CreationDate, ScheduleExpression }: GetScheduleOutput): string {
  return [Arn, CreationDate?.toISOString(), ScheduleExpression].join(' ');
}
