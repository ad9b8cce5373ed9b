import { compileExpression } from '@partitura/feel';
import { onlyScore, Play } from '../fixtures/play';
import { buildScore, type NodeSketch } from '../fixtures/score-builder';

type Nodes = Record<string, NodeSketch>;

const HOUR = 3_600_000;

/** Two versions of a process, `v1` and `v2`. */
const versions = (before: Nodes, after: Nodes): Play => {
  const scores = {
    v1: buildScore([{ id: 'p', nodes: before }]),
    v2: buildScore([{ id: 'p', nodes: after }]),
  };
  return new Play({ ...onlyScore(scores.v1), score: (key) => scores[key as 'v1' | 'v2'] });
};

const migrate = (play: Play, mapping: Record<string, string> = {}, process = 'p'): string | undefined =>
  play.tell({ kind: 'migrateInstance', instance: 1, score: 'v2', process, mapping, at: play.now });

const around = (id: string, work: NodeSketch, more: Nodes = {}): Nodes => ({
  start: { kind: 'noneStartEvent', to: [id] },
  [id]: { ...work, to: ['end'] },
  end: { kind: 'noneEndEvent' },
  ...more,
});

const timer = (attachedTo: string, duration: string): NodeSketch => ({
  kind: 'timerBoundaryEvent',
  attachedTo,
  duration,
  to: ['left'],
});

const left: NodeSketch = { kind: 'noneEndEvent' };

describe('migrating an instance', () => {
  it('goes on behind its task as the new version says', () => {
    const play = versions(
      around('work', { kind: 'serviceTask' }),
      around('done', { kind: 'serviceTask' }, { end: { kind: 'serviceTask' } }),
    ).start('p');
    expect(migrate(play, { work: 'done' })).toBeUndefined();
    expect(play.active()).toEqual(['done']);
    // The job waits as it was asked for.
    play.complete('work');
    expect(play.jobTypes()).toEqual(['end']);
  });

  it('keeps the name of an active element that the mapping leaves out', () => {
    const nodes = around('work', { kind: 'userTask' });
    const play = versions(nodes, nodes).start('p');
    expect(migrate(play)).toBeUndefined();
    expect(play.complete('user-task').state.status).toBe('completed');
  });

  it.each<[string, Nodes, Record<string, string>, string]>([
    ['an active element that the target lacks', around('other', { kind: 'serviceTask' }), {}, 'work'],
    ['an element of another kind', around('other', { kind: 'userTask' }), { work: 'other' }, 'userTask'],
    [
      'an element that runs several times there',
      around('work', { kind: 'serviceTask', loop: { kind: 'standardLoop', testBefore: false } }),
      {},
      'standardLoop',
    ],
    [
      'an element in another sub-process',
      around('sub', { kind: 'subProcess' }, { work: { kind: 'serviceTask', scope: 'sub' } }),
      {},
      'sub-process',
    ],
    ['a mapping from nowhere', around('work', { kind: 'serviceTask' }), { none: 'work' }, 'none'],
    ['a mapping to nowhere', around('work', { kind: 'serviceTask' }), { work: 'none' }, 'none'],
  ])('is refused for %s, and changes nothing', (_, after, mapping, reason) => {
    const play = versions(around('work', { kind: 'serviceTask' }), after).start('p');
    const before = play.events.length;
    expect(migrate(play, mapping)).toContain(reason);
    expect(play.events).toHaveLength(before);
  });

  it('is refused for a process that the target version does not have', () => {
    const nodes = around('work', { kind: 'serviceTask' });
    expect(migrate(versions(nodes, nodes).start('p'), {}, 'q')).toContain('no process q');
  });

  it('is refused for an instance that has ended', () => {
    const nodes = around('work', { kind: 'serviceTask' });
    expect(migrate(versions(nodes, nodes).start('p').complete('work'))).toContain('completed');
  });
});

describe('what waits when an instance migrates', () => {
  const withTimer = (id: string, boundary: string, duration: string): Nodes =>
    around(id, { kind: 'serviceTask' }, { [boundary]: timer(id, duration), left });

  it('keeps the due time of a boundary event that is mapped', () => {
    const play = versions(withTimer('work', 'late', 'PT1H'), withTimer('work', 'later', 'PT2H')).start('p');
    play.advance(HOUR / 2);
    expect(migrate(play, { late: 'later' })).toBeUndefined();
    expect(play.advance(HOUR / 2).completed()).toEqual(['start', 'later', 'left']);
  });

  it('starts a boundary event anew that is not mapped', () => {
    const play = versions(withTimer('work', 'late', 'PT1H'), withTimer('work', 'late', 'PT2H')).start('p');
    play.advance(HOUR / 2);
    migrate(play);
    expect(play.advance(HOUR).state.status).toBe('active');
    expect(play.advance(HOUR).completed()).toEqual(['start', 'late', 'left']);
  });

  it('ends the waiting for a boundary event that is gone', () => {
    const play = versions(withTimer('work', 'late', 'PT1H'), around('work', { kind: 'serviceTask' })).start(
      'p',
    );
    migrate(play);
    expect(play.state.timers).toEqual({});
  });

  it('does not start a mapped boundary event again that has happened', () => {
    const once = (id: string): Nodes => {
      const nodes = withTimer('work', id, 'PT1H');
      return { ...nodes, [id]: { ...(nodes[id] as NodeSketch), interrupting: false } };
    };
    const play = versions(once('note'), once('remark')).start('p').advance(HOUR);
    migrate(play, { note: 'remark' });
    expect(play.state.timers).toEqual({});
  });

  it('refuses to move a boundary event to another activity or kind', () => {
    const two = (boundary: NodeSketch): Nodes => ({
      ...around('work', { kind: 'serviceTask' }, { left }),
      other: { kind: 'serviceTask' },
      late: boundary,
    });
    const play = () => versions(two(timer('work', 'PT1H')), two(timer('other', 'PT1H'))).start('p');
    expect(migrate(play(), { late: 'late' })).toContain('another element');
    const signal: NodeSketch = { kind: 'signalBoundaryEvent', attachedTo: 'work', signal: 'fire' };
    const changed = versions(two(timer('work', 'PT1H')), two(signal)).start('p');
    expect(migrate(changed, { late: 'late' })).toContain('signalBoundaryEvent');
  });

  it('refuses two events for one', () => {
    const both: Nodes = { ...withTimer('work', 'late', 'PT1H'), later: timer('work', 'PT2H') };
    const play = versions(both, withTimer('work', 'late', 'PT1H')).start('p');
    expect(migrate(play, { late: 'late', later: 'late' })).toContain('Map one of them');
  });

  it('keeps the subscription and key of a catch event', () => {
    const wait = (id: string): Nodes =>
      around(id, { kind: 'messageCatchEvent', messageName: 'note', key: '=id' });
    const play = versions(wait('wait'), wait('listen')).start('p', { id: 'x' }).set({ id: 'y' });
    migrate(play, { wait: 'listen' });
    expect(Object.values(play.state.subscriptions)).toMatchObject([{ target: 'listen', key: 'x' }]);
    expect(play.message('note').completed()).toEqual(['start', 'listen', 'end']);
  });

  it('keeps what a catch event with several definitions waits for', () => {
    const wait = (id: string): Nodes =>
      around(id, {
        kind: 'multipleCatchEvent',
        definitions: [
          { kind: 'timerCatchEvent', duration: 'PT1H' },
          { kind: 'signalCatchEvent', signal: 'fire' },
        ],
      });
    const play = versions(wait('wait'), wait('listen'))
      .start('p')
      .advance(HOUR / 2);
    migrate(play, { wait: 'listen' });
    expect(play.advance(HOUR / 2).completed()).toEqual(['start', 'listen', 'end']);
  });

  const race = (branches: Nodes): Nodes => ({
    start: { kind: 'noneStartEvent', to: ['race'] },
    race: { kind: 'eventBasedGateway', to: Object.keys(branches) },
    ...branches,
  });
  const late: NodeSketch = { kind: 'timerCatchEvent', duration: 'PT1H' };
  const fire: NodeSketch = { kind: 'signalCatchEvent', signal: 'fire' };

  it('keeps the branches of a gateway that both versions have, and opens the others', () => {
    const play = versions(race({ late }), race({ late, fire }))
      .start('p')
      .advance(HOUR / 2);
    migrate(play);
    expect(Object.values(play.state.subscriptions)).toMatchObject([{ target: 'fire' }]);
    expect(play.advance(HOUR / 2).completed()).toEqual(['start', 'race', 'late']);
    const fewer = versions(race({ late, fire }), race({ fire })).start('p');
    migrate(fewer);
    expect(fewer.state.timers).toEqual({});
  });

  const watch = (event: string, more: Partial<NodeSketch> = {}): Nodes => ({
    watch: { kind: 'eventSubProcess' },
    [event]: { kind: 'timerStartEvent', scope: 'watch', duration: 'PT1H', ...more, to: ['react'] },
    react: { kind: 'serviceTask', scope: 'watch' },
  });

  it('keeps or renews the event of an event sub-process', () => {
    const work: NodeSketch = { kind: 'serviceTask' };
    const kept = versions(around('work', work, watch('a')), around('work', work, watch('b'))).start('p');
    migrate(kept.advance(HOUR / 2), { a: 'b' });
    expect(kept.advance(HOUR / 2).jobTypes()).toEqual(['react']);
    const renewed = versions(around('work', work, watch('a')), around('work', work, watch('a'))).start('p');
    migrate(renewed.advance(HOUR / 2));
    expect(renewed.advance(HOUR / 2).jobTypes()).toEqual(['work']);
    expect(renewed.advance(HOUR / 2).jobTypes()).toEqual(['react']);
  });

  it('is refused when the event of a new event sub-process cannot be waited for', () => {
    const key = { kind: 'messageStartEvent', messageName: 'note', key: '=id', duration: undefined } as const;
    const work: NodeSketch = { kind: 'serviceTask' };
    const play = versions(around('work', work), around('work', work, watch('note', key))).start('p');
    expect(migrate(play)).toContain('correlation key');
    expect(play.state.instances[1]?.score).toBeUndefined();
  });

  it('keeps incidents, which do the work as the new version says', () => {
    const script = (feel: string): NodeSketch => ({
      kind: 'serviceTask',
      inputs: [{ source: compileExpression(feel), target: 'y' }],
    });
    const play = versions(around('work', script('1')), around('work', script('2')));
    play.start('p').fail('work', { retries: 0 });
    migrate(play);
    expect(play.incidents()).toEqual(['JOB_NO_RETRIES at work']);
    expect(play.resolve().jobTypes()).toEqual(['work']);
  });

  it('does not open the boundary events of an activity that waits in an incident to begin', () => {
    const stuck = (more: Nodes): Nodes =>
      around('work', { kind: 'userTask', userTask: { assignee: compileExpression('boss') } }, more);
    const play = versions(stuck({}), stuck({ late: timer('work', 'PT1H'), left })).start('p');
    migrate(play);
    expect(play.state.timers).toEqual({});
    play.set({ boss: 'zoe' }).resolve();
    expect(Object.values(play.state.timers)).toHaveLength(1);
  });

  it('keeps tokens at joins that the target has with the same flows', () => {
    const fork = (join: string): Nodes => ({
      start: { kind: 'noneStartEvent', to: ['fork'] },
      fork: { kind: 'parallelGateway', to: ['a', 'b'] },
      a: { kind: 'serviceTask', to: [join] },
      b: { kind: 'serviceTask', to: [join] },
      [join]: { kind: 'parallelGateway', to: ['end'] },
      end: { kind: 'noneEndEvent' },
    });
    const play = versions(fork('join'), fork('join')).start('p').complete('a');
    expect(migrate(play)).toBeUndefined();
    expect(play.complete('b').state.status).toBe('completed');
    const other = versions(fork('join'), fork('meet')).start('p').complete('a');
    expect(migrate(other, { join: 'meet' })).toContain('a->join');
  });

  it('still undoes what has completed, as the new version says', () => {
    const undone = (handler: string): Nodes => ({
      start: { kind: 'noneStartEvent', to: ['book'] },
      book: { kind: 'serviceTask', undoneBy: handler, to: ['work'] },
      [handler]: { kind: 'serviceTask' },
      work: { kind: 'serviceTask' },
    });
    const play = versions(undone('unbook'), undone('refund')).start('p').complete('book');
    expect(migrate(play)).toBeUndefined();
    expect(play.undo().jobTypes()).toEqual(['refund']);
    const none = versions(undone('unbook'), { ...undone('x'), book: { kind: 'serviceTask', to: ['work'] } });
    expect(migrate(none.start('p').complete('book'))).toContain('no handler');
  });
});
