import { compileExpression } from '@partitura/feel';
import { Play } from './fixtures/play';
import { buildScore, type NodeSketch } from './fixtures/score-builder';

const plain = (nodes: Record<string, NodeSketch>) => new Play(buildScore([{ id: 'p', nodes }]));

const times = (play: Play, id: string) => play.completed().filter((each) => each === id).length;

describe('inclusive gateway', () => {
  const choice = () =>
    plain({
      start: { kind: 'noneStartEvent', to: ['fork'] },
      fork: { kind: 'inclusiveGateway', to: ['a?=n > 0', 'b?=n > 1', 'c!'] },
      a: { kind: 'serviceTask', to: ['join'] },
      b: { kind: 'serviceTask', to: ['join'] },
      c: { kind: 'serviceTask', to: ['join'] },
      join: { kind: 'inclusiveGateway', to: ['after'] },
      after: { kind: 'undefinedTask', to: ['end'] },
      end: { kind: 'noneEndEvent' },
    });

  it('takes every flow whose condition is true, and the default only when none is', () => {
    expect(choice().start('p', { n: 2 }).jobTypes()).toEqual(['a', 'b']);
    expect(choice().start('p', { n: 1 }).jobTypes()).toEqual(['a']);
    expect(choice().start('p', { n: 0 }).jobTypes()).toEqual(['c']);
  });

  it('waits as an incident when no condition is true and there is no default', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['fork'] },
      fork: { kind: 'inclusiveGateway', to: ['a?=n > 0', 'b?=n > 1'] },
      a: { kind: 'noneEndEvent' },
      b: { kind: 'noneEndEvent' },
    }).start('p', { n: 0 });
    expect(play.incidents()).toEqual(['CONDITION at fork']);
  });

  it('waits for the token of a join inside that has gone on at the same moment', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['fork'] },
      outerJoin: { kind: 'inclusiveGateway', to: ['after'] },
      innerJoin: { kind: 'inclusiveGateway', to: ['pass'] },
      pass: { kind: 'noneThrowEvent', to: ['outerJoin'] },
      fork: { kind: 'inclusiveGateway', to: ['other!', 'a?=n > 0', 'inner?=n > 1'] },
      other: { kind: 'noneThrowEvent', to: ['outerJoin'] },
      a: { kind: 'noneThrowEvent', to: ['b'] },
      b: { kind: 'noneThrowEvent', to: ['later'] },
      later: { kind: 'noneThrowEvent', to: ['outerJoin'] },
      inner: { kind: 'inclusiveGateway', to: ['c!', 'd?=n > 1'] },
      c: { kind: 'noneThrowEvent', to: ['innerJoin'] },
      d: { kind: 'noneThrowEvent', to: ['innerJoin'] },
      after: { kind: 'undefinedTask', to: ['end'] },
      end: { kind: 'noneEndEvent' },
    }).start('p', { n: 2 });
    expect(times(play, 'innerJoin')).toBe(1);
    expect(times(play, 'after')).toBe(1);
    expect(play.state.status).toBe('completed');
  });

  it('joins the tokens that can still come, and no others', () => {
    const both = choice().start('p', { n: 2 }).complete('a');
    expect(times(both, 'join')).toBe(0);
    both.complete('b');
    expect(times(both, 'after')).toBe(1);
    expect(both.state.status).toBe('completed');
    expect(choice().start('p', { n: 1 }).complete('a').state.status).toBe('completed');
  });

  it('goes on when the last token that it waited for has taken another way', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['fork'] },
      fork: { kind: 'parallelGateway', to: ['a', 'b'] },
      a: { kind: 'serviceTask', to: ['join'] },
      b: { kind: 'serviceTask', to: ['which'] },
      which: { kind: 'exclusiveGateway', to: ['join?=back', 'away!'] },
      away: { kind: 'noneEndEvent' },
      join: { kind: 'inclusiveGateway', to: ['end'] },
      end: { kind: 'noneEndEvent' },
    }).start('p');
    play.complete('a');
    expect(times(play, 'join')).toBe(0);
    play.complete('b', { back: false });
    expect(times(play, 'join')).toBe(1);
    expect(play.state.status).toBe('completed');
  });

  it('knows that a token can come by a boundary event, by a link and from behind an event-based gateway', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['fork'] },
      fork: { kind: 'parallelGateway', to: ['a', 'b', 'race'] },
      a: { kind: 'undefinedTask', to: ['join'] },
      b: { kind: 'serviceTask', to: ['done'] },
      late: { kind: 'timerBoundaryEvent', attachedTo: 'b', duration: 'PT1M', to: ['jump'] },
      jump: { kind: 'linkThrowEvent', linkTo: 'land' },
      land: { kind: 'linkCatchEvent', to: ['join'] },
      race: { kind: 'eventBasedGateway', to: ['soon', 'told'] },
      soon: { kind: 'timerCatchEvent', duration: 'PT30S', to: ['join'] },
      told: { kind: 'messageCatchEvent', messageName: 'told', key: '=1', to: ['done'] },
      done: { kind: 'noneEndEvent' },
      join: { kind: 'inclusiveGateway', to: ['end'] },
      end: { kind: 'noneEndEvent' },
    });
    play.start('p');
    expect(times(play, 'join')).toBe(0);
    play.advance(30_000);
    expect(times(play, 'join')).toBe(0);
    play.advance(30_000);
    expect(times(play, 'join')).toBe(1);
    expect(play.state.status).toBe('completed');
  });

  it('does not wait for a token that has to pass it first', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['join'] },
      join: { kind: 'inclusiveGateway', to: ['work'] },
      work: { kind: 'serviceTask', to: ['again'] },
      again: { kind: 'exclusiveGateway', to: ['join?=more', 'end!'] },
      end: { kind: 'noneEndEvent' },
    }).start('p');
    play.complete('work', { more: true }).complete('work', { more: true }).complete('work', { more: false });
    expect(times(play, 'join')).toBe(3);
    expect(play.state.status).toBe('completed');
  });

  it('does not wait for tokens that cannot reach it, however many there are', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['fork'] },
      fork: { kind: 'parallelGateway', to: ['a', 'b', 'c'] },
      a: { kind: 'undefinedTask', to: ['join'] },
      b: { kind: 'serviceTask', to: ['join'] },
      c: { kind: 'serviceTask', to: ['stop'] },
      bell: {
        kind: 'messageBoundaryEvent',
        attachedTo: 'c',
        interrupting: false,
        messageName: 'bell',
        key: '=1',
        to: ['note'],
      },
      note: { kind: 'serviceTask', to: ['stop'] },
      stop: { kind: 'noneEndEvent' },
      join: { kind: 'inclusiveGateway', to: ['end'] },
      end: { kind: 'noneEndEvent' },
    }).start('p');
    for (let rings = 0; rings < 5; rings++) play.message('bell');
    play.complete('note').complete('b');
    expect(times(play, 'join')).toBe(1);
    expect(play.jobTypes()).toEqual(['c', 'note', 'note', 'note', 'note']);
  });

  it('holds the tokens of a join inside a sub-process apart for each instance', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['each'] },
      each: {
        kind: 'subProcess',
        loop: { kind: 'multiInstance', sequential: false, collection: compileExpression('[1, 2]') },
        to: ['end'],
      },
      begin: { kind: 'noneStartEvent', scope: 'each', to: ['fork'] },
      fork: { kind: 'inclusiveGateway', scope: 'each', to: ['a?=true', 'b?=loopCounter = 1'] },
      a: { kind: 'serviceTask', scope: 'each', to: ['join'] },
      b: { kind: 'serviceTask', scope: 'each', to: ['join'] },
      join: { kind: 'inclusiveGateway', scope: 'each', to: ['stop'] },
      stop: { kind: 'noneEndEvent', scope: 'each' },
      end: { kind: 'noneEndEvent' },
    }).start('p');
    play.complete('a').complete('a');
    expect(times(play, 'join')).toBe(1);
    play.complete('b');
    expect(times(play, 'join')).toBe(2);
    expect(play.state.status).toBe('completed');
  });
});

describe('complex gateway', () => {
  const vote = (condition: string) =>
    plain({
      start: { kind: 'noneStartEvent', to: ['fork'] },
      fork: { kind: 'parallelGateway', to: ['a', 'b', 'c'] },
      a: { kind: 'serviceTask', to: ['join'] },
      b: { kind: 'serviceTask', to: ['join'] },
      c: { kind: 'serviceTask', to: ['join'] },
      join: { kind: 'complexGateway', activationCondition: compileExpression(condition), to: ['after'] },
      after: { kind: 'serviceTask', to: ['end'] },
      end: { kind: 'noneEndEvent' },
    }).start('p');

  it('goes on once when enough tokens have come, and takes the rest in', () => {
    const play = vote('activationCount >= 2').complete('a');
    expect(play.jobTypes()).not.toContain('after');
    play.complete('c');
    expect(play.jobTypes()).toEqual(['b', 'after']);
    play.complete('b');
    expect(play.jobTypes()).toEqual(['after']);
    play.complete('after');
    expect(times(play, 'after')).toBe(1);
    expect(play.state.status).toBe('completed');
  });

  it('waits for the rest before its scope can end', () => {
    const play = vote('activationCount >= 1').complete('a').complete('after');
    expect(play.state.status).toBe('active');
    play.complete('b').complete('c');
    expect(play.state.status).toBe('completed');
  });

  it('waits as an incident when its condition is neither true nor false, and looks again when that is resolved', () => {
    const play = vote('activationCount >= needed').complete('a').complete('b');
    expect(play.incidents()).toEqual(['EXPRESSION at join']);
    play.set({ needed: 2 }).resolve();
    expect(play.jobTypes()).toEqual(['c', 'after']);
    expect(play.incidents()).toEqual([]);
  });

  it('leaves nothing behind when it is cancelled in an incident', () => {
    const play = vote('activationCount >= needed').complete('a');
    expect(play.tell({ kind: 'cancelSaga', at: 0 })).toBeUndefined();
    expect(play.incidents()).toEqual([]);
  });
});
