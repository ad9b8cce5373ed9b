import type { Incident } from '@partitura/engine';

/** Camunda's names of the incidents that it knows; a failed compensation is Partitura's own. */
const errorTypes: Record<Incident['type'], string> = {
  JOB_NO_RETRIES: 'JOB_NO_RETRIES',
  UNHANDLED_ERROR: 'UNHANDLED_ERROR_EVENT',
  EXPRESSION: 'EXTRACT_VALUE_ERROR',
  IO_MAPPING: 'IO_MAPPING_ERROR',
  CONDITION: 'CONDITION_ERROR',
  COMPENSATION: 'COMPENSATION',
  CALLED_ELEMENT: 'CALLED_ELEMENT_ERROR',
  DECISION: 'DECISION_EVALUATION_ERROR',
  MESSAGE_SIZE: 'MESSAGE_SIZE_EXCEEDED',
};

export const errorTypeOf = (type: Incident['type']): string => errorTypes[type];

/** Our types for names given in a filter, Camunda's or our own; unknown names find nothing. */
export const incidentTypesOf = (names: readonly string[]): string[] =>
  Object.entries(errorTypes)
    .filter(([own, theirs]) => names.includes(own) || names.includes(theirs))
    .map(([own]) => own);
