import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ask } from '../../clients/aws/undefined-if-absent';
import { absent, type Finder } from './finding';

export const table: Finder = async ({ attributes }, { environment: { region } }) => {
  const TableName = String(attributes.name);
  const found = await ask(
    'dynamodb:DescribeTable',
    new DynamoDBClient({ region }).send(new DescribeTableCommand({ TableName })),
    'ResourceNotFoundException',
  );
  return found ? { id: TableName } : absent;
};
