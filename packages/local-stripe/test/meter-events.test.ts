import { fileEvent, fileMeter, startFixture, type Fixture } from './local-stripe';

describe('meter events of local Stripe', () => {
  let fixture: Fixture;
  let meterId: string;

  beforeEach(async () => {
    fixture = await startFixture();
    fixture.server.addCustomer('test', 'cus_known');
    meterId = (await fixture.test.billing.meters.create(fileMeter)).id;
  });
  afterEach(() => fixture.server.stop());

  const send = (changes: Parameters<typeof fileEvent>[0]): Promise<unknown> =>
    fixture.test.billing.meterEvents.create(fileEvent(changes));

  test('the response to an accepted event has no id, because Stripe has no way to read one back', async () => {
    const params = fileEvent();
    const event = await fixture.test.billing.meterEvents.create(params);
    expect(event).toEqual({
      object: 'billing.meter_event',
      created: expect.any(Number),
      livemode: false,
      ...params,
    });
    expect(fixture.server.meterEvents('test')).toEqual([expect.objectContaining(params)]);
  });

  test('an identifier may have 100 characters of any script, since a limit of an API counts characters, not bytes', async () => {
    await send({ identifier: '😀'.repeat(100) });
    await expect(send({ identifier: '😀'.repeat(101) })).rejects.toThrow('must be at most 100 characters');
  });

  test('an identifier counts once in 24 hours and is forgotten after them, so late replays bill twice', async () => {
    const params = fileEvent({ identifier: 'upload-1' });
    await fixture.test.billing.meterEvents.create(params);
    const error = await fixture.test.billing.meterEvents.create(params).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      statusCode: 400,
      rawType: 'invalid_request_error',
      message: 'An event already exists with identifier upload-1.',
      code: undefined,
    });
    fixture.server.advanceHours(23);
    await expect(send({ identifier: 'upload-1' })).rejects.toThrow('already exists');
    fixture.server.advanceHours(1);
    await send({ identifier: 'upload-1' });
    expect(fixture.server.meterEvents('test')).toHaveLength(2);
  });

  test('an event without identifier gets one, so two of them both count', async () => {
    await send({ identifier: undefined });
    await send({ identifier: undefined });
    const identifiers = fixture.server.meterEvents('test').map(({ identifier }) => identifier);
    expect(new Set(identifiers).size).toBe(2);
  });

  const now = Math.floor(Date.now() / 1000);
  test.each([
    ['an unknown event name', { event_name: 'other' }, 'No active meter found for event name "other"'],
    [
      'an unknown customer',
      { payload: { stripe_customer_id: 'cus_other', value: '1' } },
      "No such customer: 'cus_other'",
    ],
    [
      'a payload without the customer',
      { payload: { value: '1' } },
      'Missing required param: payload[stripe_customer_id].',
    ],
    [
      'a payload without the value',
      { payload: { stripe_customer_id: 'cus_known' } },
      'Missing required param: payload[value].',
    ],
    ['a timestamp of 36 days ago', { timestamp: now - 36 * 86_400 }, '35 days'],
    ['a timestamp 6 minutes ahead', { timestamp: now + 360 }, '5 minutes'],
    ['an identifier of 101 characters', { identifier: 'x'.repeat(101) }, 'must be at most 100 characters'],
    ['an empty identifier', { identifier: '' }, "You passed an empty string for 'identifier'"],
  ])('%s is rejected and nothing counts', async (_, changes, message) => {
    await expect(send(changes)).rejects.toThrow(message);
    expect(fixture.server.meterEvents('test')).toEqual([]);
  });

  test.each(['1.5', '1e3', 'abc', '1234567890123456', ''])('the value "%s" is rejected', async (value) => {
    await expect(send({ payload: { stripe_customer_id: 'cus_known', value } })).rejects.toMatchObject({
      statusCode: 400,
    });
  });

  test.each(['0', '-5', '123456789012345'])(
    'the value "%s" is an integer that Stripe accepts',
    async (value) => {
      await expect(send({ payload: { stripe_customer_id: 'cus_known', value } })).resolves.toBeDefined();
    },
  );

  test('a misspelt parameter is rejected by name instead of being ignored', async () => {
    const response = await fixture.post(
      '/v1/billing/meter_events',
      'event_name=file_processed&paylod[value]=1',
    );
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: {
        type: 'invalid_request_error',
        code: 'parameter_unknown',
        param: 'paylod',
        message: 'Received unknown parameter: paylod',
      },
    });
  });

  test('a JSON body is rejected, because Stripe reads forms only', async () => {
    const response = await fixture.post('/v1/billing/meter_events', JSON.stringify(fileEvent()));
    expect(response.status).toBe(400);
  });

  test('an event for a deactivated meter is rejected until the meter is active again', async () => {
    await fixture.test.billing.meters.deactivate(meterId);
    await expect(send({})).rejects.toThrow('No active meter found');
    await fixture.test.billing.meters.reactivate(meterId);
    await expect(send({})).resolves.toBeDefined();
  });

  test('test and live share no customers, meters or events', async () => {
    await expect(fixture.live.billing.meterEvents.create(fileEvent())).rejects.toThrow('No active meter');
    await fixture.live.billing.meters.create(fileMeter);
    await expect(fixture.live.billing.meterEvents.create(fileEvent())).rejects.toThrow('No such customer');
    fixture.server.addCustomer('live', 'cus_known');
    await expect(fixture.live.billing.meterEvents.create(fileEvent())).resolves.toMatchObject({
      livemode: true,
    });
    expect(fixture.server.meterEvents('test')).toEqual([]);
  });

  test('a cancelled event no longer counts, and can be cancelled within 24 hours only', async () => {
    const cancel = { event_name: 'file_processed', type: 'cancel', cancel: { identifier: 'a' } } as const;
    await send({ identifier: 'a' });
    await fixture.test.billing.meterEventAdjustments.create(cancel);
    expect(fixture.server.meterEvents('test')).toEqual([expect.objectContaining({ cancelled: true })]);
    await send({ identifier: 'b' });
    fixture.server.advanceHours(24);
    const late = { ...cancel, cancel: { identifier: 'b' } };
    await expect(fixture.test.billing.meterEventAdjustments.create(late)).rejects.toThrow('24 hours');
  });
});

describe('settings of local Stripe', () => {
  test('an unknown customer can be a 404, because the documents do not say whether it is that or a 400', async () => {
    const fixture = await startFixture({ unknownCustomerStatus: 404 });
    await fixture.test.billing.meters.create(fileMeter);
    await expect(fixture.test.billing.meterEvents.create(fileEvent())).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
    await fixture.server.stop();
  });

  test('an unknown customer can also be found out only after a 200', async () => {
    const fixture = await startFixture({ unknownCustomerStatus: 'dropped later' });
    await fixture.test.billing.meters.create(fileMeter);
    await expect(fixture.test.billing.meterEvents.create(fileEvent())).resolves.toBeDefined();
    expect(fixture.server.meterEvents('test')).toMatchObject([
      { droppedFor: 'meter_event_customer_not_found' },
    ]);
    await fixture.server.stop();
  });
});
