import { deployTimeoutMilliseconds, type Deployed } from '../../helpers/deployed';
import { keyRotation, type KeyRotation } from './key-rotation';

/** A rotation of the key, seen from the uploads of its time. */
export function keys(current: () => Deployed): void {
  let rotation: KeyRotation;

  beforeAll(async () => {
    rotation = await keyRotation(current());
  }, deployTimeoutMilliseconds);

  const expectBilled = (upload: KeyRotation['whilePut']) => {
    expect(upload).toMatchObject({ events: 1, ledger: { status: 'sent' } });
    expect(upload.record).toMatchObject({ status: 'completed', stripeMeterSentAt: expect.any(String) });
    expect(upload.record).not.toHaveProperty('stripeMeterError');
  };

  test('that is only put reaches no execution, because the connection holds a copy of the old one', () => {
    expectBilled(rotation.whilePut);
  });

  test('"401 Invalid API Key provided", because the one in use was revoked, deauthorizes the connection, and every event is recorded', () => {
    const { uploads, connectionState } = rotation.whileRevoked;
    expect(uploads).toMatchObject(
      [
        'States.Http.StatusCode.401',
        'Events.ConnectionResource.InvalidConnectionState',
        'Events.ConnectionResource.InvalidConnectionState',
      ].map((error) => ({
        status: 'SUCCEEDED',
        record: {
          status: 'completed',
          stripeMeterError: { error },
        },
      })),
    );
    expect(uploads.map(({ attempts }) => attempts.length)).toEqual([1, 0, 0]);
    expect(connectionState).toBe('DEAUTHORIZED');
  });

  test('that is put and deployed is used by the next executions: by new executions, and by recovery for the recorded uploads', () => {
    const { uploads, connectionState } = rotation.whileDeployed;
    expect(connectionState).toBe('AUTHORIZED');
    expect(uploads).toHaveLength(rotation.whileRevoked.uploads.length + 1);
    uploads.forEach(expectBilled);
  });

  test('that lost its permission is recorded as a 403, and is no reason to doubt the connection', () => {
    const { upload, connectionState, again } = rotation.whileForbidden;
    expect(upload).toMatchObject({
      status: 'SUCCEEDED',
      record: {
        status: 'completed',
        stripeMeterError: { error: 'States.Http.StatusCode.403', cause: 'Forbidden' },
      },
    });
    expect(upload.attempts).toHaveLength(1);
    expect(connectionState).toBe('AUTHORIZED');
    expectBilled(again);
  });
}
