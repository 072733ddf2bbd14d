import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ask } from './ask';
import { awsClient } from '../../clients/aws/client';
import { absent, type Finder } from './finder';

export const table: Finder = async ({ attributes }, { environment }) => {
  const TableName = String(attributes.name);
  const found = await ask(
    'dynamodb:DescribeTable',
    awsClient(DynamoDBClient, environment).send(new DescribeTableCommand({ TableName })),
  );
  return found ? { id: TableName } : absent;
};
