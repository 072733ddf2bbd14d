import { billFile, customerId, type DeployedDemo } from '../../../local/demo/bill-file';
import { DemoClock } from '../../../local/demo/clock';
import type { FailureName } from '../../../local/demo/failure-names';
import { failureNamed } from '../../../local/demo/failures';
import { deployed, deployTimeoutMilliseconds, type Deployed } from '../../helpers/deployed';
import { pageNamedIn } from './page';

/** One deployment, in which one failure after the other is shown as the program shows it. */
export function failuresOfTheDemo(): void {
  let environment: Deployed;
  let demo: DeployedDemo;
  beforeAll(async () => {
    environment = await deployed('test', { speed: 100 });
    const { services, deployment } = environment;
    services.stripe.addCustomer('test', customerId);
    demo = {
      ...environment,
      clock: new DemoClock(services),
      async replaceKey() {
        await deployment.putKey(services.newKey('test'));
        await deployment.deploy('stripe-connection');
      },
    };
  }, deployTimeoutMilliseconds);
  afterAll(() => environment?.stop());

  /** What is shown of a file with this failure. */
  async function shown(name: FailureName, { recover = false } = {}): Promise<string> {
    const lines: string[] = [];
    const { ok } = await billFile(demo, {
      file: { name: 'report.txt', body: new Uint8Array(2000) },
      failure: failureNamed(name)!,
      recover,
      signal: new AbortController().signal,
      log: (line) => lines.push(line),
    });
    expect(ok).toBe(true);
    return lines.join('\n');
  }

  // First: it sees counted what Stripe has of the customer in that minute.
  test('lets the hours pass in which recovery sends what an outage left open, and sees it counted', async () => {
    const output = await shown('503', { recover: true });
    const [failed = '', recovered = ''] = output.split('21 minutes later. Stripe works again.');
    expect(failed).toContain('Meter events that Stripe took: 0');
    expect(failed).toContain('"error": "States.Http.StatusCode.503"');
    expect(failed).toMatch(/Meter event in siftbeam-stripe-meter-events-test\n {2}status: +pending\n/);

    const [sending = '', checking = ''] = recovered.split('Meter event in siftbeam-stripe-meter-events-test');
    expect(sending).toContain('The schedule started recovery (SUCCEEDED)');
    expect(sending).toMatch(/✓ SendMeterEvent +\d+\.\d\d s/);
    expect(checking).toContain('status:   sent: known from Stripe’s response 200');
    expect(checking).toMatch(/✓ CloseUsageCheck +\d+\.\d\d s/);
    expect(checking).toContain('status:   equal: Stripe counted what the ledger has');
    expect(checking).toMatch(/Stripe counted [1-9]\d* bytes for cus_demo in that minute/);
    expect(checking).toContain('"stripeMeterSentAt"');
    expect(checking).not.toContain('"stripeMeterError"');
    const headings = [...pageNamedIn(output).matchAll(/<h2>([^:<]+):/g)].map(([, machine]) => machine);
    const run = ['StripeMeterEventRecovery-test', 'StripeMeterEventRecovery-test/Items'];
    expect(headings).toEqual(['ServiceProcessingOrchestrator-test', ...run, ...run]);
  });

  test('says what a person does where recovery cannot help', async () => {
    const output = await shown('no-mapping', { recover: true });
    expect(output).toContain('none: nothing was sent, and nothing will be');
    expect(output).toContain('Recovery cannot help here. A person maps the policy to a state machine');
    expect(output).not.toContain('The schedule started recovery');
  });

  // Last: it leaves a key that Stripe rejects.
  test('shows a revoked key as the guide describes it, in a record that names it', async () => {
    const output = await shown('401');
    expect(output).toMatch(/! SendStripeMeterEvent .* caught, States\.Http\.StatusCode\.401/);
    expect(output).toContain('Meter events that Stripe took: 0');
    expect(output).toContain('"error": "States.Http.StatusCode.401"');
    expect(output).toContain('attempts: 1; Stripe certainly took none of them');
    expect(output).toContain('next:     recovery looks at it in 15 minutes');
    const page = pageNamedIn(output);
    expect(page).toMatch(
      /state caught.*\n.*<title>SendStripeMeterEvent: Caught error: States.Http.StatusCode.401/,
    );
    expect(page).toContain('Stripe rejects the key: it is revoked');
    expect(page).not.toMatch(/[sr]k_(test|live)_\w|(?:src|href)="http/);
  });
}
