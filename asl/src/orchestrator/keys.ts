import { mostKeysBytes } from '../../../ledger/limits';
import { jsonata, type Jsonata } from '../language/jsonata';
import { bytesOf } from '../steps/size';

/** Keys as DynamoDB is given them. */
export const keysForTable = (keys: Jsonata): Jsonata =>
  jsonata`[$map(${keys}, function($key) { {'S': $key} })]`;

/** Bytes of them in that form, in JSON: `{"S":` and `}` around each. */
export const bytesOfKeys = (keys: Jsonata): Jsonata => jsonata`${bytesOf(keys)} + 6 * $count(${keys})`;

export const areKeysTooLarge = jsonata`$keysBytes > ${mostKeysBytes}`;

export const keysTooLarge = jsonata`'The child state machine ' & $childStateMachineArn &
  ' returned downloadS3Keys that take ' & $string($keysBytes) &
  ' bytes in DynamoDB; at most ${mostKeysBytes} are possible.'`;
