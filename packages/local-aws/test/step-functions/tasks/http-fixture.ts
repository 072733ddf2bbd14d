import { randomUUID } from 'node:crypto';
import { FakeServer, startFakeAws } from './fake-server';
import { FakeAuthorizer, FakeClock, runnerOf } from './support';
import type { TaskCall } from '../../../src/step-functions/types';
import type { Json } from '../../../src/json';

export const connectionArn = 'arn:aws:events:ap-northeast-1:123456789012:connection/Stripe/81210c42';
export const secretArn =
  'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:events!connection/Stripe/81210c42/auth-AbCdEf';
export const endpoint = 'https://api.stripe.com/v1/billing/meter_events';
const call = {
  ApiEndpoint: endpoint,
  Method: 'POST',
  InvocationConfig: { ConnectionArn: connectionArn },
  Headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Idempotency-Key': 'upload-1' },
  RequestBody: { event_name: 'file_processed', payload: { value: 1024 } },
  Transform: { RequestBodyEncoding: 'URL_ENCODED' },
};

/** A connection to Stripe with its managed secret, and servers for AWS and Stripe. */
export class HttpFixture {
  readonly key = ['sk', 'test', randomUUID().replaceAll('-', '')].join('_');
  readonly authorizer = new FakeAuthorizer();
  readonly clock = new FakeClock();
  readonly connection: Record<string, Json> = {
    ConnectionArn: connectionArn,
    ConnectionState: 'AUTHORIZED',
    AuthorizationType: 'API_KEY',
    SecretArn: secretArn,
  };
  readonly managedSecret: Record<string, Json> = {
    api_key_name: 'Authorization',
    api_key_value: `Bearer ${this.key}`,
  };

  private constructor(
    readonly aws: FakeServer,
    readonly stripe: FakeServer,
  ) {
    aws.handlers['DescribeConnection'] = () => ({ body: this.connection });
    aws.handlers['DeauthorizeConnection'] = () => ({ body: {} });
    aws.handlers['GetSecretValue'] = () => ({ body: { SecretString: JSON.stringify(this.managedSecret) } });
    stripe.handlers['*'] = () => ({ body: { object: 'billing.meter_event' } });
  }

  static async start(): Promise<HttpFixture> {
    return new HttpFixture(await startFakeAws(), await new FakeServer().start());
  }

  async stop(): Promise<void> {
    await this.aws.stop();
    await this.stripe.stop();
  }

  /** Runs the HTTP Task that sends a meter event, with other arguments where given. */
  invoke(changes: Record<string, Json | undefined> = {}, taskCall: Partial<TaskCall> = {}): Promise<Json> {
    const args = JSON.parse(JSON.stringify({ ...call, ...changes })) as Json;
    const httpTargets = { 'api.stripe.com': this.stripe.url };
    return runnerOf(this.aws, { authorizer: this.authorizer, clock: this.clock, httpTargets })(
      'http:invoke',
      args,
      taskCall,
    );
  }
}
