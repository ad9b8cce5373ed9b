import type { ElementKind, FlowNode } from '@partitura/bpmn';
import { constant } from '@partitura/feel';
import { buildScore, type NodeSketch } from './fixtures/score-builder';
import { Play } from './fixtures/play';

interface TriggerSketch {
  readonly kind: ElementKind;
  readonly code?: string;
}

/** A process in which one event has several definitions, as the compiler makes them. */
function withTriggers(
  nodes: Record<string, NodeSketch>,
  event: string,
  sketches: readonly TriggerSketch[],
): Play {
  const drawn = sketches.map(({ kind }, place): [string, NodeSketch] => [
    `${event}#${place}`,
    { kind, triggerOf: event, interrupting: true },
  ]);
  const score = buildScore([{ id: 'p', nodes: { ...nodes, ...Object.fromEntries(drawn) } }]);
  const nodeOf = (id: string): FlowNode => score.processes[0]?.elements.get(id) as FlowNode;
  const triggers = drawn.map(([id], place) => {
    const { kind, code } = sketches[place] as TriggerSketch;
    const expression = code === undefined ? undefined : constant(code);
    return Object.assign(
      nodeOf(id),
      kind.startsWith('error') ? { errorCode: expression } : { escalationCode: expression },
    );
  });
  Object.assign(nodeOf(event), { triggers });
  return new Play(score);
}

const task: Record<string, NodeSketch> = {
  start: { kind: 'noneStartEvent', to: ['work'] },
  work: { kind: 'serviceTask', to: ['end'] },
  end: { kind: 'noneEndEvent' },
  caught: { kind: 'multipleBoundaryEvent', attachedTo: 'work', to: ['after'] },
  after: { kind: 'noneEndEvent' },
};

describe('an event with several definitions', () => {
  const play = () =>
    withTriggers(task, 'caught', [
      { kind: 'escalationBoundaryEvent' },
      { kind: 'errorBoundaryEvent', code: 'E' },
      { kind: 'errorBoundaryEvent', code: 'F' },
    ]);

  it('catches an error by one of them', () => {
    expect(play().start('p').error('work', 'F').completed()).toEqual(['start', 'caught', 'after']);
  });

  it('keeps what the error brings to itself', () => {
    expect(play().start('p').error('work', 'E', { reason: 'limit' }).variables()).toEqual({});
  });

  it('does not catch another error', () => {
    const refused = play().start('p').error('work', 'G');
    expect(refused.completed()).toEqual(['start']);
    expect(refused.incidents()).toEqual(['UNHANDLED_ERROR at work']);
  });

  const ending = (last: TriggerSketch, more: Record<string, NodeSketch> = {}) =>
    withTriggers(
      {
        start: { kind: 'noneStartEvent', to: ['sub'] },
        sub: { kind: 'subProcess', to: ['end'] },
        in: { kind: 'noneStartEvent', scope: 'sub', to: ['fork'] },
        fork: { kind: 'parallelGateway', scope: 'sub', to: ['other', 'out'] },
        other: { kind: 'serviceTask', scope: 'sub' },
        out: { kind: 'multipleEndEvent', scope: 'sub' },
        late: { kind: 'escalationBoundaryEvent', attachedTo: 'sub', interrupting: false, to: ['told'] },
        told: { kind: 'noneEndEvent' },
        failed: { kind: 'errorBoundaryEvent', attachedTo: 'sub', errorCode: 'E', to: ['mended'] },
        mended: { kind: 'noneEndEvent' },
        end: { kind: 'noneEndEvent' },
        ...more,
      },
      'out',
      [{ kind: 'escalationEndEvent', code: 'LATE' }, last],
    ).start('p');

  it('throws what ends its scope after the others', () => {
    const terminated = ending({ kind: 'terminateEndEvent' });
    expect(terminated.completed()).toEqual(expect.arrayContaining(['out', 'late', 'told', 'sub', 'end']));
    expect(terminated.instanceStates()).toEqual(['p completed']);
  });

  it('throws its error after the others', () => {
    const failed = ending({ kind: 'errorEndEvent', code: 'E' });
    expect(failed.completed()).toEqual(expect.arrayContaining(['late', 'told', 'failed', 'mended']));
    expect(failed.completed()).not.toContain('end');
  });
});
