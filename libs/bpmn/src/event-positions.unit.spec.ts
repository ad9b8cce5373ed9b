import { compileScore } from './compile-score';
import { around, flows, message, nodeOf, processOf, problemsOf } from './testing/model-xml';

/** BPMN 2.0.2, table 10.93: which definitions are allowed where; `+` and `-`: interrupting or not, `x`: allowed. */
const TABLE: Readonly<Record<string, Partial<Record<Position, string>>>> = {
  none: { start: 'x', throw: 'x', end: 'x' },
  message: { start: 'x', triggered: '+-', catch: 'x', boundary: '+-', throw: 'x', end: 'x' },
  timer: { start: 'x', triggered: '+-', catch: 'x', boundary: '+-' },
  error: { triggered: '+', boundary: '+', end: 'x' },
  escalation: { triggered: '+-', boundary: '+-', throw: 'x', end: 'x' },
  cancel: { boundary: '+', end: 'x' },
  compensate: { triggered: '+', boundary: '+-', throw: 'x', end: 'x' },
  conditional: { start: 'x', triggered: '+-', catch: 'x', boundary: '+-' },
  link: { catch: 'x', throw: 'x' },
  signal: { start: 'x', triggered: '+-', catch: 'x', boundary: '+-', throw: 'x', end: 'x' },
  terminate: { end: 'x' },
  multiple: { start: 'x', triggered: '+-', catch: 'x', boundary: '+-', throw: 'x', end: 'x' },
};

type Position = 'start' | 'triggered' | 'catch' | 'boundary' | 'throw' | 'end';
const POSITIONS: readonly Position[] = ['start', 'triggered', 'catch', 'boundary', 'throw', 'end'];

const JOB = '<extensionElements><zeebe:taskDefinition type="send" /></extensionElements>';
const SIGNAL = '<signalEventDefinition signalRef="signal" />';
const ESCALATION = '<escalationEventDefinition escalationRef="escalation" />';

function definition(name: string, position: Position): string {
  switch (name) {
    case 'none':
      return '';
    case 'message':
      return '<messageEventDefinition messageRef="message-m" />';
    case 'timer':
      return '<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>';
    case 'error':
      return '<errorEventDefinition errorRef="error" />';
    case 'escalation':
      return ESCALATION;
    case 'conditional':
      return '<conditionalEventDefinition><condition>=ready</condition></conditionalEventDefinition>';
    case 'link':
      return '<linkEventDefinition name="l" />';
    case 'signal':
      return SIGNAL;
    case 'multiple':
      return position === 'throw' || position === 'end'
        ? SIGNAL + ESCALATION
        : `${SIGNAL}<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>`;
    default:
      return `<${name}EventDefinition />`;
  }
}

/** A model in which event `x` stands at a position, with what it needs around it. */
function model(name: string, position: Position, interrupting = true): string {
  const content = definition(name, position);
  const sends = name === 'message' && (position === 'throw' || position === 'end') ? JOB : '';
  const linked = (tag: string): string => `<${tag} id="partner">${content}</${tag}>`;
  const partner =
    name !== 'link' || !TABLE.link?.[position]
      ? ''
      : position === 'catch'
        ? `<task id="before" />${linked('intermediateThrowEvent')}${flows('before partner')}`
        : linked('intermediateCatchEvent');
  const handler =
    name === 'compensate' && position === 'boundary'
      ? '<task id="undo" isForCompensation="true" /><association id="a" sourceRef="x" targetRef="undo" />'
      : '';
  const inside = (): string => {
    switch (position) {
      case 'start':
        return `<startEvent id="x">${content}</startEvent><endEvent id="out" />${flows('x out')}`;
      case 'triggered':
        return `<startEvent id="in" /><subProcess id="esp" triggeredByEvent="true"><startEvent id="x" isInterrupting="${interrupting}">${content}</startEvent></subProcess>`;
      case 'catch':
        return `<startEvent id="in" /><intermediateCatchEvent id="x">${content}</intermediateCatchEvent>${name === 'link' ? '' : flows('in x')}${partner}`;
      case 'boundary':
        return `<startEvent id="in" /><transaction id="task"><startEvent id="deep" /></transaction><boundaryEvent id="x" attachedToRef="task" cancelActivity="${interrupting}">${content}</boundaryEvent>${flows('in task')}${handler}`;
      case 'throw':
        return `<startEvent id="in" /><intermediateThrowEvent id="x">${sends}${content}</intermediateThrowEvent>${flows('in x')}${partner}`;
      case 'end':
        return `<startEvent id="in" /><endEvent id="x">${sends}${content}</endEvent>${flows('in x')}`;
    }
  };
  const roots = `<signal id="signal" name="alarm" /><error id="error" errorCode="E" /><escalation id="escalation" escalationCode="L" />${message('m', '=key')}`;
  // Cancel end events and compensation event sub-processes stand in a transaction.
  return position === 'start'
    ? processOf(inside(), roots)
    : processOf(around(`<transaction id="around">${inside()}</transaction>`, 'around'), roots);
}

const KIND: Readonly<Record<Position, string>> = {
  start: 'StartEvent',
  triggered: 'StartEvent',
  catch: 'CatchEvent',
  boundary: 'BoundaryEvent',
  throw: 'ThrowEvent',
  end: 'EndEvent',
};

const cases = Object.entries(TABLE).flatMap(([name, allowed]) =>
  POSITIONS.map((position) => [name, position, allowed[position] ?? ''] as const),
);

describe('events stand where BPMN allows them', () => {
  test.each(cases.filter(([, , allowed]) => allowed !== ''))('%s at %s', async (name, position) => {
    const node = nodeOf(await compileScore(model(name, position)), 'x');
    expect(node.kind).toBe(`${name === 'compensate' ? 'compensation' : name}${KIND[position]}`);
    if (position === 'boundary' || position === 'triggered') expect(node.interrupting).toBe(true);
  });

  test.each(cases.filter(([, , allowed]) => allowed === '+-'))(
    '%s at %s without interrupting',
    async (name, position) => {
      const node = nodeOf(await compileScore(model(name, position, false)), 'x');
      expect(node.interrupting).toBe(false);
      for (const trigger of node.triggers ?? []) expect(trigger.interrupting).toBe(false);
    },
  );
});

describe('events do not stand where BPMN forbids them', () => {
  test.each(cases.filter(([, , allowed]) => allowed === ''))('%s at %s', async (name, position) => {
    const problems = await problemsOf(model(name, position));
    expect(problems.map(({ element }) => element)).toContain('x');
    expect(problems.find(({ element }) => element === 'x')?.message).toContain('Allowed here are');
  });

  test.each(cases.filter(([, , allowed]) => allowed === '+'))(
    '%s at %s without interrupting',
    async (name, position) => {
      const problems = await problemsOf(model(name, position, false));
      expect(problems.map(({ element }) => element)).toEqual(['x']);
      expect(problems[0]?.message).toContain('must interrupt');
    },
  );
});
