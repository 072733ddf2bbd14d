import { jsonata, type Jsonata } from '../language/jsonata';

/**
 * Bytes of a value as JSON in UTF-8, as Step Functions counts them: a character has one to four. Without
 * `$encodeUrlComponent`, which fails for half a surrogate pair.
 */
export const bytesOf = (value: Jsonata): Jsonata => jsonata`(
  $text := $string(${value});
  $twoOrMore := $replace($text, /[ -~]+/, '');
  $threeOrMore := $replace($twoOrMore, /[\\u007F-\\u07FF]+/, '');
  $four := $replace($threeOrMore, /[\\u0800-\\uD7FF\\uE000-\\uFFFF]+/, '');
  $length($text) + $length($twoOrMore) + $length($threeOrMore) + $length($four)
)`;
