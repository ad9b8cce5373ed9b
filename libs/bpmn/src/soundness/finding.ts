/** Stable names of what the check of a whole score finds. */
export const soundnessRules = [
  'message-never-sent',
  'message-without-receiver',
  'deadlock',
  'failure-not-propagated',
  'parallel-before-exclusive-catches',
  'unreachable',
  'no-way-to-end',
  'lack-of-synchronization',
  'boundary-event-cannot-fire',
  'unhandled-error',
  'bound-reached',
  'message-without-schema',
] as const;

export type SoundnessRule = (typeof soundnessRules)[number];

/** Something that the check of a whole score has found. */
export interface Finding {
  /** An error refuses the deployment; a warning does not. */
  readonly severity: 'error' | 'warning';
  readonly rule: SoundnessRule;
  /** Id of the element at fault: where a run comes to a stop. */
  readonly element: string;
  /** Name of the participant in whose process it stands. */
  readonly participant?: string;
  readonly message: string;
  /** A shortest run that leads to it, as element ids of all participants in order; empty where none is needed. */
  readonly path: readonly string[];
  /** Why the model has turned it down (`partitura.check.<rule>`). */
  readonly reason?: string;
  /** The model has turned the rule off here. */
  readonly ignored?: true;
}
