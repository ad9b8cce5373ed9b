/** Paths into an element, joined by `/`, with what people call the thing there; the first that matches counts. */
const LABELS: readonly (readonly [RegExp, string])[] = [
  [/\/zeebe:TaskDefinition\/type$/, 'job type'],
  [/\/zeebe:TaskDefinition\/retries$/, 'number of retries'],
  [/\/zeebe:Input (.*)\/source$/, 'input mapping $1'],
  [/\/zeebe:Output (.*)\/source$/, 'output mapping $1'],
  [/\/zeebe:(?:Input|Output) .*\/target$/, ''],
  [/\/zeebe:Header (.*)\/value$/, 'task header $1'],
  [/\/zeebe:Property (.*)\/value$/, 'property $1'],
  [/\/zeebe:(?:Property|Header) .*\/(?:name|key)$/, ''],
  [/\/zeebe:Subscription\/correlationKey$/, 'correlation key'],
  [/\/zeebe:CalledElement\/processId$/, 'called process'],
  [/\/zeebe:CalledDecision\/decisionId$/, 'called decision'],
  [/\/zeebe:(?:CalledDecision|Script)\/resultVariable$/, 'result variable'],
  [/\/zeebe:Script\/expression$/, 'script'],
  [/\/zeebe:FormDefinition\/(?:formId|formKey|externalReference)$/, 'form'],
  [/\/zeebe:AssignmentDefinition\/(\w+)$/, '$1'],
  [/\/zeebe:TaskSchedule\/(\w+)$/, '$1'],
  [/\/zeebe:LoopCharacteristics\/(\w+)$/, 'repetition: $1'],
  [/^loopCharacteristics\/.*\/(\w+)(?:\/bpmn:\w*Expression\/body)?$/, 'repetition: $1'],
  [/^loopCharacteristics\//, 'repetition'],
  [/^conditionExpression\/.*\/body$/, 'condition'],
  [/\/bpmn:TimerEventDefinition\/(timeDuration|timeDate|timeCycle)\/.*\/body$/, 'timer ($1)'],
  [/\/bpmn:ConditionalEventDefinition\/.*\/body$/, 'condition'],
  [/(?:^|\/)messageRef$/, 'message'],
  [/(?:^|\/)signalRef$/, 'signal'],
  [/(?:^|\/)errorRef$/, 'error'],
  [/(?:^|\/)escalationRef$/, 'escalation'],
  [/\/activityRef$/, 'activity to undo'],
  [/^attachedToRef$/, 'activity that it stands on'],
  [/^cancelActivity$|^isInterrupting$/, 'interrupting'],
  [/^default$/, 'default flow'],
  [/^sourceRef$/, 'source'],
  [/^targetRef$/, 'target'],
  [/^processRef$/, 'process'],
  [/^flowNodeRef$/, 'elements'],
  [/^isExecutable$/, 'executable'],
  [/^isForCompensation$/, 'compensation handler'],
  [/^errorCode$|^escalationCode$/, 'code'],
  [/^documentation\//, 'documentation'],
  [/^text$/, 'text'],
];

/**
 * The name of a fact; what has no common name keeps those of the model's own attributes. Undefined for what another
 * fact's name says already.
 */
export function labelOf(path: readonly string[]): string | undefined {
  const whole = path.join('/');
  for (const [pattern, label] of LABELS) {
    const match = pattern.exec(whole);
    if (match) return label === '' ? undefined : label.replace('$1', match[1] ?? '');
  }
  const words = path.filter((word) => word !== 'extensionElements' && word !== 'bpmn:ExtensionElements');
  return words
    .filter((word) => !/^(values|\$children|\$body|body)$/.test(word))
    .map((word) => word.replace(/^bpmn:/, ''))
    .join(' ');
}
