import { error, unsupportedDiagnostic, type Diagnostic } from './diagnostic';
import type { LocatedState } from './scope';
import type { JsonObject } from '../../json';

/** The query language of the machine itself. */
export function checkMachineLanguage({ QueryLanguage }: JsonObject): Diagnostic[] {
  return checkValue(QueryLanguage, '/QueryLanguage');
}

/** The query language of a state, which is the machine's unless it says otherwise. */
export function checkLanguage({ state, location }: LocatedState, machine: JsonObject): Diagnostic[] {
  const at = `${location}/QueryLanguage`;
  const wrong = checkValue(state.QueryLanguage, at);
  if (wrong.length > 0) {
    return wrong;
  }
  const ofMachine = machine.QueryLanguage ?? 'JSONPath';
  if (state.QueryLanguage === 'JSONPath' && ofMachine !== 'JSONPath') {
    const message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
    return [error(location, message)];
  }
  const language = state.QueryLanguage ?? ofMachine;
  return language === 'JSONPath'
    ? [unsupportedDiagnostic(at, 'QueryLanguage JSONPath; it must be JSONata')]
    : [];
}

function checkValue(language: unknown, location: string): Diagnostic[] {
  if (language === undefined || language === 'JSONPath' || language === 'JSONata') {
    return [];
  }
  return [
    error(
      location,
      typeof language === 'string'
        ? 'Value should be one of the following: [JSONPath, JSONata]'
        : 'Expected value of type [STRING]',
    ),
  ];
}
