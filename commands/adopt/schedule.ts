import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { ask } from './ask';
import { awsClient } from '../../clients/aws/client';
import { absent, type Finder } from './finder';

export const schedule: Finder = async ({ attributes }, { environment }) => {
  const [Name, GroupName] = [String(attributes.name), String(attributes.group_name)];
  const found = await ask(
    'scheduler:GetSchedule',
    awsClient(SchedulerClient, environment).send(new GetScheduleCommand({ Name, GroupName })),
  );
  return found ? { id: `${GroupName}/${Name}` } : absent;
};
