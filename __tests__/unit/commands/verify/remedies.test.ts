import { remediesOf, sendRemedy } from '../../../../commands/verify/remedies';
import { environmentOf } from '../../../../settings/environments';

const remedies = remediesOf(environmentOf('live'));

test.each([
  [
    'States.Http.StatusCode.401',
    'npm run stripe:key -- --workspace live',
    'npm run deploy:live -- stripe-connection',
  ],
  [
    'Events.ConnectionResource.InvalidConnectionState',
    'npm run stripe:key -- --workspace live',
    'npm run deploy:live -- stripe-connection',
  ],
  [
    'Events.ConnectionResource.ResourceNotFound',
    'aws cloudformation delete-stack --stack-name siftbeam-stripe-connection',
    'aws cloudformation wait stack-delete-complete',
    'npm run deploy:live -- stripe-connection',
    'npm run deploy:live -- service-processing',
  ],
  ['States.Http.StatusCode.403', 'billing_meter_event_write'],
  ['States.Http.StatusCode.404', 'npm run stripe:catalog -- --workspace live', 'Find the customer'],
  ['SecretsManager.ResourceNotFoundException', 'npm run deploy:live -- stripe-secret', 'npm run stripe:key'],
  ['SecretsManager.AccessDeniedException', 'npm run deploy:live -- service-processing'],
  ['States.Http.StatusCode.500', 'npm run logs -- --workspace live --failures'],
])("%s is fixed as the guide's troubleshooting says", (error, ...steps) => {
  const remedy = sendRemedy(error, remedies);
  steps.forEach((step, index) => expect(remedy[index]).toContain(step));
});
