import { arnsOf } from './arns';
import type { Environment } from './environments';

const consoleHome = (environment: Environment, service: string) =>
  `https://${environment.region}.console.aws.amazon.com/${service}/home?region=${environment.region}`;

/** Pages of the AWS console, built from names alone, so that they are known before anything is deployed. */
export const secretConsoleUrl = (environment: Environment) =>
  `https://${environment.region}.console.aws.amazon.com/secretsmanager/secret?region=${environment.region}` +
  `&name=${encodeURIComponent(environment.names.secret)}`;

const machineConsoleUrl = (environment: Environment, arn: string) =>
  `${consoleHome(environment, 'states')}#/statemachines/view/${encodeURIComponent(arn)}`;

export const stateMachineConsoleUrl = (environment: Environment) =>
  machineConsoleUrl(environment, arnsOf(environment).stateMachine);

export const recoveryStateMachineConsoleUrl = (environment: Environment) =>
  machineConsoleUrl(environment, arnsOf(environment).recoveryStateMachine);

export const dashboardConsoleUrl = (environment: Environment) =>
  `${consoleHome(environment, 'cloudwatch')}#dashboards/dashboard/${encodeURIComponent(environment.names.dashboard)}`;

export const alarmConsoleUrl = (environment: Environment) =>
  `${consoleHome(environment, 'cloudwatch')}#alarmsV2:alarm/${encodeURIComponent(environment.names.alarm)}`;

/** The console encodes a log group's slashes twice, with `$` for `%`. */
export const logGroupConsoleUrl = (environment: Environment) =>
  `${consoleHome(environment, 'cloudwatch')}#logsV2:log-groups/log-group/` +
  encodeURIComponent(encodeURIComponent(environment.names.logGroup)).replaceAll('%', '$');
