import { compileExpression, compileValue } from '@partitura/feel';
import { Play } from './fixtures/play';
import { buildScore, type NodeSketch } from './fixtures/score-builder';

const plain = (nodes: Record<string, NodeSketch>) => new Play(buildScore([{ id: 'p', nodes }]));

/** A process with one task and an event sub-process with one task, directly below the process or inside a sub-process. */
const beside = (start: NodeSketch, inside = false, more: Record<string, NodeSketch> = {}) => {
  const scope = inside ? { scope: 'sub' } : {};
  const sub: Record<string, NodeSketch> = inside
    ? {
        before: { kind: 'noneStartEvent', to: ['sub'] },
        sub: { kind: 'subProcess', to: ['after'] },
        after: { kind: 'noneEndEvent' },
      }
    : {};
  return plain({
    ...sub,
    begin: { kind: 'noneStartEvent', to: ['work'], ...scope },
    work: { kind: 'serviceTask', to: ['end'], ...scope },
    end: { kind: 'noneEndEvent', ...scope },
    handle: { kind: 'eventSubProcess', ...scope },
    happened: { ...start, scope: 'handle', to: ['react'] },
    react: { kind: 'serviceTask', scope: 'handle', to: ['reacted'] },
    reacted: { kind: 'noneEndEvent', scope: 'handle' },
    ...more,
  });
};

describe.each([false, true])('event sub-process (inside a sub-process: %s)', (inside) => {
  it('takes the place of everything else in its scope when it interrupts', () => {
    const play = beside({ kind: 'timerStartEvent', duration: 'PT1M' }, inside).start('p').advance(60_000);
    expect(play.jobTypes()).toEqual(['react']);
    expect(play.terminated()).toEqual(['work']);
    play.complete('react');
    expect(play.state.status).toBe('completed');
    expect(play.completed()).toEqual(expect.arrayContaining(['happened', 'react', 'reacted', 'handle']));
  });

  it('runs beside the rest when it does not, and its scope waits for it', () => {
    const play = beside({ kind: 'timerStartEvent', duration: 'PT1M', interrupting: false }, inside);
    play.start('p').advance(60_000);
    expect(play.jobTypes()).toEqual(['work', 'react']);
    play.complete('work');
    expect(play.state.status).toBe('active');
    play.complete('react');
    expect(play.state.status).toBe('completed');
  });

  it('begins once for each message that does not interrupt', () => {
    const message = {
      kind: 'messageStartEvent',
      interrupting: false,
      messageName: 'note',
      key: '=1',
    } as const;
    const play = beside(message, inside).start('p').message('note').message('note');
    expect(play.jobTypes()).toEqual(['work', 'react', 'react']);
    play.complete('react').complete('react').complete('work');
    expect(play.state.status).toBe('completed');
  });

  it('listens no longer than its scope runs', () => {
    const message = {
      kind: 'messageStartEvent',
      interrupting: false,
      messageName: 'note',
      key: '=1',
    } as const;
    const play = beside(message, inside, {
      ...(inside ? { after: { kind: 'serviceTask' } } : {}),
    }).start('p');
    play.complete('work');
    expect(play.state.subscriptions).toEqual({});
  });

  it('does not begin a second time once it has interrupted', () => {
    const message = { kind: 'messageStartEvent', messageName: 'note', key: '=1' } as const;
    const play = beside(message, inside).start('p');
    const [open] = Object.keys(play.state.subscriptions).map(Number);
    play.message('note');
    expect(play.state.subscriptions).toEqual({});
    expect(
      play.tell({ kind: 'deliverMessage', subscription: open as number, variables: {}, at: 0 }),
    ).toContain('not open');
  });

  it('passes the variables of its event on', () => {
    const message = { kind: 'messageStartEvent', messageName: 'note', key: '=1' } as const;
    const play = beside(message, inside).start('p').message('note', { text: 'hello' });
    expect(play.variables()).toEqual({ text: 'hello' });
  });

  it('lets the output mappings of its start event decide what goes on', () => {
    const message: NodeSketch = {
      kind: 'messageStartEvent',
      messageName: 'note',
      key: '=1',
      outputs: [{ source: compileExpression('text'), target: 'told' }],
    };
    const play = beside(message, inside).start('p').message('note', { text: 'hello', other: 1 });
    expect(play.variables()).toEqual({ told: 'hello' });
  });

  it('catches an error of its scope, with the variables that it brings', () => {
    const play = beside({ kind: 'errorStartEvent', errorCode: 'BAD' }, inside).start('p');
    play.error('work', 'BAD', { why: 'so' });
    expect(play.jobTypes()).toEqual(['react']);
    expect(play.variables()).toEqual({ why: 'so' });
  });

  it('begins when its condition becomes true', () => {
    const play = beside({ kind: 'conditionalStartEvent', when: 'n > 1' }, inside).start('p', { n: 1 });
    expect(play.jobTypes()).toEqual(['work']);
    play.set({ n: 2 });
    expect(play.jobTypes()).toEqual(['react']);
  });

  it('waits as an incident when what it listens for cannot be worked out, and begins when that is mended', () => {
    const message: NodeSketch = { kind: 'messageStartEvent', messageName: 'note', key: '=id' };
    const play = beside(message, inside).start('p');
    expect(play.incidents()).toEqual([inside ? 'EXPRESSION at sub' : 'EXPRESSION at p']);
    expect(play.jobTypes()).toEqual([]);
    play.set({ id: 'k-1' }).resolve();
    expect(play.jobTypes()).toEqual(['work']);
    expect(Object.values(play.state.subscriptions)).toMatchObject([{ name: 'note', key: 'k-1' }]);
  });

  it('leaves nothing behind when its saga is cancelled, whether it could begin or not', () => {
    const message: NodeSketch = { kind: 'messageStartEvent', messageName: 'note', key: '=id' };
    for (const id of [null, 1]) {
      const play = beside(message, inside).start('p', { id });
      expect(play.tell({ kind: 'cancelSaga', at: 0 })).toBeUndefined();
      expect([play.state.incidents, play.state.subscriptions, play.state.elements]).toEqual([{}, {}, {}]);
    }
  });
});

describe('event sub-processes', () => {
  it('catch an escalation beside the work that threw it', () => {
    const play = beside(
      { kind: 'escalationStartEvent', interrupting: false, escalationCode: 'SLOW' },
      false,
      {
        begin: { kind: 'noneStartEvent', to: ['tell'] },
        tell: { kind: 'escalationThrowEvent', escalationCode: 'SLOW', to: ['work'] },
      },
    ).start('p');
    expect(play.jobTypes().sort()).toEqual(['react', 'work']);
    expect(play.completed()).toContain('tell');
  });

  it('catch before a boundary event of their scope, the very code before one that catches all', () => {
    const play = beside({ kind: 'errorStartEvent' }, true, {
      outside: { kind: 'errorBoundaryEvent', attachedTo: 'sub', errorCode: 'BAD', to: ['after'] },
      exact: { kind: 'eventSubProcess', scope: 'sub' },
      named: { kind: 'errorStartEvent', scope: 'exact', errorCode: 'BAD', to: ['named end'] },
      'named end': { kind: 'noneEndEvent', scope: 'exact' },
    }).start('p');
    play.error('work', 'BAD');
    expect(play.completed()).toEqual(expect.arrayContaining(['named', 'exact', 'sub', 'after']));
    expect(play.completed()).not.toContain('happened');
    expect(play.completed()).not.toContain('outside');
  });

  it('let an error of their own go on to the boundary event of their scope', () => {
    const play = beside({ kind: 'errorStartEvent' }, true, {
      react: { kind: 'errorEndEvent', scope: 'handle', errorCode: 'WORSE' },
      outside: { kind: 'errorBoundaryEvent', attachedTo: 'sub', to: ['after'] },
    }).start('p');
    play.error('work', 'BAD');
    expect(play.completed()).toEqual(['before', 'begin', 'happened', 'outside', 'after']);
    expect(play.state.status).toBe('completed');
  });

  it('begin at once when their condition is true already, before anything else', () => {
    const play = beside({ kind: 'conditionalStartEvent', when: 'n > 1' }).start('p', { n: 2 });
    expect(play.jobTypes()).toEqual(['react']);
    expect(play.events.some((event) => event.type === 'ElementEntered' && event.elementId === 'work')).toBe(
      false,
    );
  });

  it('may listen for a key that the message has brought which began the process', () => {
    const play = beside({ kind: 'messageStartEvent', messageName: 'note', key: '=id' }, false, {
      begin: { kind: 'messageStartEvent', messageName: 'go', to: ['work'] },
    });
    play.start('p', { id: 'k-1' }, { startEvent: 'begin' });
    expect(Object.values(play.state.subscriptions)).toMatchObject([{ name: 'note', key: 'k-1' }]);
    play.message('note');
    expect(play.jobTypes()).toEqual(['react']);
    expect(play.variables()).toEqual({ id: 'k-1' });
  });

  it('close when another one has interrupted their scope', () => {
    const play = beside({ kind: 'timerStartEvent', duration: 'PT1M' }, false, {
      other: { kind: 'eventSubProcess' },
      told: { kind: 'messageStartEvent', scope: 'other', messageName: 'told', key: '=1', to: ['answer'] },
      answer: { kind: 'serviceTask', scope: 'other' },
    }).start('p');
    play.message('told');
    expect(play.state.timers).toEqual({});
    expect(play.jobTypes()).toEqual(['answer']);
  });

  it('have variables of their own by input mappings', () => {
    const play = beside({ kind: 'timerStartEvent', duration: 'PT1M', interrupting: false }, false, {
      handle: { kind: 'eventSubProcess', inputs: [{ source: compileValue('=n + 1'), target: 'n' }] },
    });
    play.start('p', { n: 1 }).advance(60_000);
    expect(play.events.findLast((event) => event.type === 'JobRequested')?.variables).toEqual({ n: 2 });
    expect(play.variables()).toEqual({ n: 1 });
  });

  it('may stand inside one another', () => {
    const play = beside({ kind: 'timerStartEvent', duration: 'PT1M', interrupting: false }, false, {
      inner: { kind: 'eventSubProcess', scope: 'handle' },
      failed: { kind: 'errorStartEvent', scope: 'inner', to: ['repair'] },
      repair: { kind: 'serviceTask', scope: 'inner' },
    });
    play.start('p').advance(60_000).error('react', 'BAD');
    expect(play.jobTypes()).toEqual(['work', 'repair']);
    play.complete('repair').complete('work');
    expect(play.state.status).toBe('completed');
  });
});
