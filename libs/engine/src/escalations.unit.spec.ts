import { compileExpression } from '@partitura/feel';
import { Play } from './fixtures/play';
import { buildScore, type NodeSketch } from './fixtures/score-builder';

const plain = (nodes: Record<string, NodeSketch>) => new Play(buildScore([{ id: 'p', nodes }]));

/** A sub-process that escalates in its middle (or at its end), and whoever may catch it. */
const escalating = (catchers: Record<string, NodeSketch>, out: Partial<NodeSketch> = {}) =>
  plain({
    start: { kind: 'noneStartEvent', to: ['sub'] },
    sub: { kind: 'subProcess', to: ['done'] },
    in: { kind: 'noneStartEvent', scope: 'sub', to: ['tell'] },
    tell: { kind: 'escalationThrowEvent', scope: 'sub', escalationCode: 'LATE', ...out, to: ['work'] },
    work: { kind: 'serviceTask', scope: 'sub' },
    done: { kind: 'noneEndEvent' },
    ...catchers,
  }).start('p', { order: 1 });

const boundary = (more: Partial<NodeSketch>): NodeSketch => ({
  kind: 'escalationBoundaryEvent',
  attachedTo: 'sub',
  interrupting: false,
  ...more,
});

const beside = (scope: string | undefined, more: Partial<NodeSketch>): Record<string, NodeSketch> => ({
  watch: { kind: 'eventSubProcess', ...(scope === undefined ? {} : { scope }) },
  heard: { kind: 'escalationStartEvent', scope: 'watch', interrupting: false, ...more, to: ['react'] },
  react: { kind: 'serviceTask', scope: 'watch' },
});

describe('an escalation', () => {
  it('that nobody catches changes nothing', () => {
    const play = escalating({});
    expect(play.jobTypes()).toEqual(['work']);
    expect(play.incidents()).toEqual([]);
    expect(play.events).toContainEqual(
      expect.objectContaining({ type: 'EscalationThrown', code: 'LATE', caught: false }),
    );
  });

  it('goes on beside the one who catches it without interrupting', () => {
    const play = escalating({
      late: boundary({ escalationCode: 'LATE', to: ['told'] }),
      told: { kind: 'noneEndEvent' },
    });
    expect(play.completed()).toEqual(['start', 'in', 'late', 'tell', 'told']);
    expect(play.complete('work').state.status).toBe('completed');
  });

  it('ends the activity that an interrupting boundary event stands on', () => {
    const play = escalating({
      late: boundary({ escalationCode: 'LATE', interrupting: true, to: ['told'] }),
      told: { kind: 'noneEndEvent' },
    });
    expect(play.completed()).toEqual(['start', 'in', 'late', 'told']);
    expect(play.state.status).toBe('completed');
  });

  it('is caught by its very code before one that catches all', () => {
    const play = escalating({
      any: boundary({ to: ['anyTold'] }),
      late: boundary({ escalationCode: 'LATE', to: ['lateTold'] }),
      other: boundary({ escalationCode: 'OTHER', to: ['anyTold'] }),
      anyTold: { kind: 'noneEndEvent' },
      lateTold: { kind: 'noneEndEvent' },
    });
    expect(play.completed()).toContain('lateTold');
    expect(play.completed()).not.toContain('anyTold');
  });

  it('is caught by an event sub-process of its scope before a boundary event on it', () => {
    const play = escalating({
      ...beside('sub', {}),
      late: boundary({ escalationCode: 'LATE', to: ['done'] }),
    });
    expect(play.jobTypes().sort()).toEqual(['react', 'work']);
    expect(play.completed()).not.toContain('late');
  });

  it('ends its scope for an interrupting event sub-process', () => {
    const play = escalating(beside('sub', { interrupting: true, escalationCode: 'LATE' }));
    expect(play.jobTypes()).toEqual(['react']);
    expect(play.complete('react').completed()).toContain('done');
    expect(play.completed()).not.toContain('tell');
  });

  it('goes on to the scopes around', () => {
    const play = escalating(beside(undefined, { escalationCode: 'LATE' }));
    expect(play.jobTypes().sort()).toEqual(['react', 'work']);
  });

  it('brings no variables along', () => {
    const play = escalating(
      { late: boundary({ escalationCode: 'LATE', to: ['told'] }), told: { kind: 'serviceTask' } },
      { inputs: [{ source: compileExpression('order'), target: 'seen' }] },
    );
    expect(play.variables()).toEqual({ order: 1 });
  });

  it('may have a code from variables', () => {
    const nodes: Record<string, NodeSketch> = {
      start: { kind: 'noneStartEvent', to: ['tell'] },
      tell: { kind: 'escalationEndEvent' },
      ...beside(undefined, { escalationCode: 'LATE' }),
    };
    const score = buildScore([{ id: 'p', nodes }]);
    Object.assign(score.processes[0]!.elements.get('tell')!, { escalationCode: compileExpression('code') });
    expect(new Play(score).start('p', { code: 'LATE' }).jobTypes()).toEqual(['react']);
    expect(new Play(score).start('p').incidents()).toEqual(['EXPRESSION at tell']);
  });

  it('of an end event completes it', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['tell'] },
      tell: { kind: 'escalationEndEvent', escalationCode: 'LATE' },
      ...beside(undefined, { escalationCode: 'LATE' }),
    }).start('p');
    expect(play.completed()).toEqual(['start', 'heard', 'tell']);
    expect(play.complete('react').state.status).toBe('completed');
  });
});
