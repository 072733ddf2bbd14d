import { unzipSync } from 'fflate';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { changedStacks, type Workspaces } from '../../helpers/workspaces';
import { anotherCheckout, kept } from './deploys';

const stack = 'stripe-connection';

/** The workspace live is deployed. */
export function rotatedKey(current: () => Workspaces): void {
  let key: string;
  let trace: string;
  let traced: { env: NodeJS.ProcessEnv };
  beforeAll(async () => {
    trace = path.join(current().folder, 'trace.log');
    traced = { env: { TF_LOG: 'TRACE', TF_LOG_PATH: trace } };
    key = current().services.newKey('live');
    await current().live.putKey(key);
  });

  test("is one change in the plan: the version that the connection's reference names", async () => {
    const terraform = current().live.terraform(stack, traced);
    expect(await terraform.plan({ out: 'rotated.tfplan' })).toBe(true);
    const plan = (await terraform.show('rotated.tfplan')) as Plan;
    const changes = plan.resource_changes.filter(({ change }) => !change.actions.includes('no-op'));
    expect(changes.map(({ address, change }) => [address, change.actions])).toEqual([
      ['aws_cloudformation_stack.connection_stack', ['update']],
    ]);
    const { before, after } = changes[0]!.change;
    expect(changedNames(before, after)).toEqual(['parameters']);
    expect(changedNames(before.parameters as Attributes, after.parameters as Attributes)).toEqual([
      'StripeSecretVersionId',
    ]);
    expect(Object.values(plan.output_changes ?? {}).flatMap(({ actions }) => actions)).not.toContain(
      'update',
    );
  });

  test('changes nothing in service-processing, so that who deploys that needs no access to the key', async () => {
    expect(await changedStacks(current().live, ['service-processing'])).toEqual([]);
  });

  test('deployed twice at once is deployed once: the lock refuses the other, and nothing is damaged', async () => {
    const { live } = current();
    const elsewhere = await anotherCheckout(current(), 'live');
    await elsewhere.terraform(stack).init();
    const results = await Promise.allSettled([
      live.terraform(stack, traced).apply(),
      elsewhere.terraform(stack).apply(),
    ]);
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refusals.map(({ message }: Error) => message)).toEqual([
      expect.stringContaining('Error acquiring the state lock'),
    ]);
    for (const one of [live, elsewhere]) {
      expect(await changedStacks(one, [stack])).toEqual([]);
    }
    expect(await changedStacks(live, ['service-processing'])).toEqual([]);
    expect(await kept(current(), 'live', stack)).toEqual([`${stack}.tfstate`]);
  });

  test("stands in no trace of Terraform's, where every request and answer of the provider does", () => {
    const text = readFileSync(trace, 'utf8');
    expect(text).toContain('StripeSecretVersionId');
    expect(text).not.toContain(key.split('_')[2]);
  });

  test('stands in no plan file and in no other file of the checkout', () => {
    const files = readdirSync(current().folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes(`${path.sep}providers${path.sep}`))
      .map((entry) => path.join(entry.parentPath, entry.name));
    expect(files.map((file) => path.basename(file))).toContain('rotated.tfplan');
    const contents = files.map((file) => textOf(readFileSync(file)));
    expect(contents.join()).toContain('StripeSecretVersionId');
    expect(contents.filter((text) => text.includes(key.split('_')[2]!))).toEqual([]);
  });
}

interface Plan {
  readonly resource_changes: readonly { readonly address: string; readonly change: Change }[];
  readonly output_changes?: Readonly<Record<string, Change>>;
}

interface Change {
  readonly actions: readonly string[];
  readonly before: Attributes;
  readonly after: Attributes;
}

type Attributes = Readonly<Record<string, unknown>>;

const changedNames = (before: Attributes, after: Attributes) =>
  Object.keys(after).filter((name) => !isDeepStrictEqual(before[name], after[name]));

/** A file's text; a plan file is a ZIP archive of such. */
function textOf(file: Buffer): string {
  if (file.subarray(0, 4).toString('latin1') !== 'PK\x03\x04') {
    return file.toString('latin1');
  }
  return Object.values(unzipSync(file))
    .map((entry) => Buffer.from(entry).toString('latin1'))
    .join('\n');
}
