import type {
  CreateStateMachineAliasInput,
  DeleteStateMachineAliasInput,
  DeleteStateMachineVersionInput,
  DescribeStateMachineAliasInput,
  ListStateMachineAliasesInput,
  ListStateMachineVersionsInput,
  PublishStateMachineVersionInput,
  UpdateStateMachineAliasInput,
} from '@aws-sdk/client-sfn';
import { operation, page, type JsonOperation } from '../../endpoint/json-api';
import type { StateMachines } from './state-machines';

/** Versions and aliases, as `aws_sfn_state_machine` and `aws_sfn_alias` use them. */
export function versionOperations(machines: StateMachines): Record<string, JsonOperation> {
  const { versions, aliases } = machines;
  return {
    PublishStateMachineVersion: operation<PublishStateMachineVersionInput>(
      ['stateMachineArn'],
      ['revisionId', 'description'],
      (input) => versions.publish(machines.get(input.stateMachineArn ?? ''), input),
    ),
    ListStateMachineVersions: operation<ListStateMachineVersionsInput>(
      ['stateMachineArn'],
      ['maxResults', 'nextToken'],
      (input) => {
        const { arn } = machines.get(input.stateMachineArn ?? '');
        const { items, ...rest } = page(versions.list(arn), input);
        return { stateMachineVersions: items, ...rest };
      },
    ),
    DeleteStateMachineVersion: operation<DeleteStateMachineVersionInput>(
      ['stateMachineVersionArn'],
      [],
      ({ stateMachineVersionArn = '' }) => machines.deleteVersion(stateMachineVersionArn),
    ),
    CreateStateMachineAlias: operation<CreateStateMachineAliasInput>(
      ['name', 'routingConfiguration'],
      ['description'],
      (input) => aliases.create(input),
    ),
    DescribeStateMachineAlias: operation<DescribeStateMachineAliasInput>(
      ['stateMachineAliasArn'],
      [],
      ({ stateMachineAliasArn = '' }) => aliases.describe(stateMachineAliasArn),
    ),
    UpdateStateMachineAlias: operation<UpdateStateMachineAliasInput>(
      ['stateMachineAliasArn'],
      ['description', 'routingConfiguration'],
      (input) => aliases.update(input),
    ),
    DeleteStateMachineAlias: operation<DeleteStateMachineAliasInput>(
      ['stateMachineAliasArn'],
      [],
      ({ stateMachineAliasArn = '' }) => aliases.delete(stateMachineAliasArn),
    ),
    ListStateMachineAliases: operation<ListStateMachineAliasesInput>(
      ['stateMachineArn'],
      ['maxResults', 'nextToken'],
      ({ stateMachineArn = '', ...pages }) => {
        // Of a machine or of one of its versions, which must exist.
        machines.toRun(stateMachineArn);
        const { items, ...rest } = page(aliases.list(stateMachineArn), pages);
        return { stateMachineAliases: items, ...rest };
      },
    ),
  };
}
