import { compileExpression, constant } from '@partitura/feel';
import { buildScore, type NodeSketch } from '../fixtures/score-builder';
import { Play } from '../fixtures/play';

const nodes: Record<string, NodeSketch> = {
  start: { kind: 'noneStartEvent', to: ['first'] },
  first: { kind: 'serviceTask', to: ['group'] },
  group: { kind: 'subProcess', to: ['last'] },
  begin: { kind: 'noneStartEvent', scope: 'group', to: ['inner'] },
  inner: { kind: 'serviceTask', scope: 'group', to: ['innerDone'] },
  innerDone: { kind: 'noneEndEvent', scope: 'group' },
  last: { kind: 'serviceTask', to: ['end'] },
  end: { kind: 'noneEndEvent' },
};

const started = (): Play =>
  new Play(buildScore([{ id: 'steps', participant: 'steps', nodes }])).start('steps');

const modify = (play: Play, activate: readonly string[], terminate: readonly string[]): string | undefined =>
  play.tell({
    kind: 'modifyInstance',
    instance: instanceOf(play),
    activate: activate.map((element) => ({ element })),
    terminate: terminate.map((element) => ({ element })),
    at: play.now,
  });

const instanceOf = (play: Play): number => Number(Object.keys(play.state.instances)[0]);
const stateOf = (play: Play): string | undefined => play.state.instances[instanceOf(play)]?.state;
const entered = (play: Play): string[] =>
  play.events.flatMap((event) => (event.type === 'ElementEntered' ? [event.elementId] : []));

describe('modifying an instance', () => {
  it('goes on where the token was put', () => {
    const play = started();
    expect(modify(play, ['last'], ['first'])).toBeUndefined();
    expect(play.jobTypes()).toEqual(['last']);
  });

  it('completes it when the token that was put reaches the end at once', () => {
    const play = started();
    modify(play, ['end'], ['first']);
    expect(stateOf(play)).toBe('completed');
  });

  it('cancels it when no token is left and none was put', () => {
    const play = started();
    modify(play, [], ['first']);
    expect(stateOf(play)).toBe('canceled');
  });

  it('keeps the sub-process around what is terminated when a token is put into it', () => {
    const play = started();
    modify(play, ['inner'], ['first']);
    modify(play, ['innerDone'], ['inner']);
    expect(entered(play).filter((element) => element === 'group')).toHaveLength(1);
    expect(play.jobTypes()).toEqual(['last']);
  });

  it('begins a sub-process anew when it is terminated itself', () => {
    const play = started();
    modify(play, ['inner'], ['first']);
    modify(play, ['inner'], ['group']);
    expect(entered(play).filter((element) => element === 'group')).toHaveLength(2);
    expect(play.jobTypes()).toEqual(['inner']);
  });

  it('changes nothing when one of its parts cannot be done', () => {
    const play = started();
    for (const refusal of [
      modify(play, ['nowhere'], ['first']),
      modify(play, ['start'], []),
      modify(play, ['last'], ['end']),
    ])
      expect(refusal).toBeDefined();
    expect(play.jobTypes()).toEqual(['first']);
  });
});

describe('a token put into a sub-process', () => {
  const plain = (more: Record<string, NodeSketch>, group: Partial<NodeSketch> = {}): Play => {
    const drawn = { ...nodes, group: { ...(nodes.group as NodeSketch), ...group }, ...more };
    return new Play(buildScore([{ id: 'steps', nodes: drawn }])).start('steps', { x: 1 });
  };

  it('begins the sub-process with its boundary events, without its start event and input mappings', () => {
    const late: NodeSketch = { kind: 'timerBoundaryEvent', attachedTo: 'group', duration: 'PT1H' };
    const play = plain({ late }, { inputs: [{ source: compileExpression('x'), target: 'y' }] });
    modify(play, ['inner'], ['first']);
    expect(play.completed()).toEqual(['start']);
    expect(Object.values(play.state.elements).map(({ variables }) => variables)).toEqual([
      undefined,
      undefined,
    ]);
    expect(Object.values(play.state.timers)).toMatchObject([{ target: 'late' }]);
    play.complete('inner').complete('last');
    expect(play.state.status).toBe('completed');
  });

  it('joins the instance of the sub-process that runs', () => {
    const play = plain({}).complete('first');
    modify(play, ['inner'], []);
    expect(play.active()).toEqual(['group', 'inner', 'inner']);
  });

  it('is refused where several instances of the sub-process run', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['fork'] },
      fork: { kind: 'parallelGateway', to: ['first', 'second'] },
      second: { kind: 'serviceTask', to: ['group'] },
    });
    play.complete('first').complete('second');
    expect(modify(play, ['inner'], [])).toContain('runs 2 times');
  });

  it('is refused where the sub-process runs for each item of a collection', () => {
    const collection = compileExpression('[1, 2]');
    const play = plain({}, { loop: { kind: 'multiInstance', sequential: false, collection } });
    expect(modify(play, ['inner'], [])).toContain('several times');
  });
});

describe('an event sub-process', () => {
  const watch: Record<string, NodeSketch> = {
    watch: { kind: 'eventSubProcess' },
    fire: { kind: 'signalStartEvent', scope: 'watch', signal: 'fire', to: ['react'] },
    react: { kind: 'serviceTask', scope: 'watch', to: ['reacted'] },
    reacted: { kind: 'noneEndEvent', scope: 'watch' },
  };
  const guarded = (): Play =>
    new Play(buildScore([{ id: 'steps', nodes: { ...nodes, ...watch } }])).start('steps');

  it('can be begun by hand beside what runs', () => {
    const play = guarded();
    expect(modify(play, ['watch'], [])).toBeUndefined();
    expect(play.jobTypes()).toEqual(['first', 'react']);
    expect(play.completed()).toEqual(['start', 'fire']);
  });

  it('can be begun in its middle', () => {
    const play = guarded();
    expect(modify(play, ['react'], ['first'])).toBeUndefined();
    expect(play.completed()).toEqual(['start']);
    expect(play.complete('react').state.status).toBe('completed');
  });
});

describe('a called process', () => {
  const calledElement = {
    processId: constant('steps'),
    binding: { type: 'latest' },
    propagateAllParentVariables: true,
    propagateAllChildVariables: true,
  } as const;
  const called = (): Play => {
    const caller: Record<string, NodeSketch> = {
      begin: { kind: 'noneStartEvent', to: ['call'] },
      call: { kind: 'callActivity', calledElement },
    };
    return new Play(
      buildScore([
        { id: 'caller', nodes: caller },
        { id: 'steps', nodes },
      ]),
    ).start('caller');
  };
  const change = (play: Play, activate: string[], terminate: string[]): string | undefined =>
    play.tell({
      kind: 'modifyInstance',
      instance: Number(Object.keys(play.state.instances)[1]),
      activate: activate.map((element) => ({ element })),
      terminate: terminate.map((element) => ({ element })),
      at: play.now,
    });

  it('cannot lose its last token', () => {
    const play = called();
    const before = play.events.length;
    expect(change(play, [], ['first'])).toContain('Terminate its call activity');
    expect(play.events).toHaveLength(before);
  });

  it('can be modified like any other', () => {
    const play = called();
    expect(change(play, ['last'], ['first'])).toBeUndefined();
    expect(play.complete('last').state.status).toBe('completed');
  });

  it('is cancelled with its call activity', () => {
    const play = called();
    expect(modify(play, [], ['call'])).toBeUndefined();
    expect(play.instanceStates()).toEqual(['caller canceled', 'steps canceled']);
  });
});

describe('variables of a modification', () => {
  it('are set in the instance before the element begins', () => {
    const work: NodeSketch = {
      kind: 'serviceTask',
      inputs: [{ source: compileExpression('x + 1'), target: 'y' }],
    };
    const play = new Play(buildScore([{ id: 'steps', nodes: { ...nodes, last: work } }])).start('steps');
    play.tell({
      kind: 'modifyInstance',
      instance: 1,
      activate: [{ element: 'last', variables: { x: 1 } }],
      terminate: [{ element: 'first' }],
      at: 0,
    });
    expect(play.variables()).toEqual({ x: 1 });
    expect(Object.values(play.state.elements)[0]?.variables).toEqual({ y: 2 });
  });
});

describe('a compensation handler', () => {
  const undoing = (): Play => {
    const drawn: Record<string, NodeSketch> = {
      start: { kind: 'noneStartEvent', to: ['book'] },
      book: { kind: 'serviceTask', undoneBy: 'unbook', to: ['back'] },
      unbook: { kind: 'subProcess' },
      in: { kind: 'noneStartEvent', scope: 'unbook', to: ['refund'] },
      refund: { kind: 'serviceTask', scope: 'unbook' },
      back: { kind: 'compensationThrowEvent', to: ['end'] },
      end: { kind: 'noneEndEvent' },
    };
    return new Play(buildScore([{ id: 'steps', nodes: drawn }])).start('steps').complete('book');
  };

  it('cannot be taken away or begun by hand, nor can what is inside', () => {
    const play = undoing();
    expect(modify(play, [], ['unbook'])).toContain('undoes');
    expect(modify(play, [], ['refund'])).toContain('undoes');
    expect(modify(play, ['refund'], [])).toContain('compensation handler');
  });

  it('goes with the event that has begun it', () => {
    const play = undoing();
    expect(modify(play, ['back'], ['back'])).toBeUndefined();
    expect(play.jobTypes()).toEqual(['refund']);
    expect(play.complete('refund').state.status).toBe('completed');
  });
});
