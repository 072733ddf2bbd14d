import { environmentNames } from '../../../settings/environment-names';
import { environmentOf } from '../../../settings/environments';
import { namesOf } from '../../../settings/names';

describe('environmentOf', () => {
  test('means test when TF_WORKSPACE is not set, so that nobody reaches live without saying so', () => {
    expect(environmentOf(undefined).name).toBe('test');
    expect(environmentOf('').name).toBe('test');
  });

  test.each(['prod', 'Live', 'default', 'test '])(
    'refuses the workspace "%s", because a typo must never fall back to an environment',
    (workspace) => {
      expect(() => environmentOf(workspace)).toThrow(
        `Terraform workspace "${workspace}" is not known: it must be "test" or "live".`,
      );
    },
  );

  test('holds a key of its own mode in each environment', () => {
    expect(environmentNames.map((name) => environmentOf(name).stripeMode)).toEqual(['test', 'live']);
  });

  test('tells somebody in every environment, because an alarm without a reader is none', () => {
    for (const name of environmentNames) {
      expect(environmentOf(name).alarmEmailAddresses).not.toHaveLength(0);
    }
  });
});

describe('names', () => {
  const live = environmentOf('live').names;
  const inTest = environmentOf('test').names;

  test("are the guide's own in live, where they are in use", () => {
    expect(live).toMatchObject({
      secret: 'siftbeam/stripe/api-key',
      stateMachine: 'ServiceProcessingOrchestrator',
      alarm: 'StripeMeterSendFailure',
      logGroup: '/aws/vendedlogs/states/ServiceProcessingOrchestrator',
      processingHistoryTable: 'siftbeam-processing-history',
      policyMappingTable: 'siftbeam-policy-stepfunction-mapping',
    });
  });

  test('share nothing between the environments, which may lie in one account', () => {
    const shared = Object.values(inTest).filter((name) => Object.values(live).includes(name));
    expect(shared).toEqual([]);
  });

  test("keep the test secret outside the pattern that the guide's live policy has", () => {
    expect(inTest.secret.startsWith(live.secret)).toBe(false);
  });

  test('longer than AWS allows are refused before AWS does it halfway through a deploy', () => {
    const settings = { ...environmentOf('test'), accountId: '1'.repeat(40) };
    expect(() => namesOf('test', settings)).toThrow(/\(stateBucket\) has \d+ characters; AWS allows 63/);
  });
});
