import { compileExpression } from '@partitura/feel';
import type { StandardLoop } from '@partitura/bpmn';
import { Play } from './fixtures/play';
import { buildScore, type NodeSketch } from './fixtures/score-builder';

const withLoop = (
  loop: Partial<StandardLoop>,
  work: Partial<NodeSketch> = {},
  more: Record<string, NodeSketch> = {},
) =>
  new Play(
    buildScore([
      {
        id: 'p',
        nodes: {
          start: { kind: 'noneStartEvent', to: ['work'] },
          work: {
            kind: 'serviceTask',
            ...work,
            loop: { kind: 'standardLoop', testBefore: false, ...loop },
            to: ['end'],
          },
          end: { kind: 'noneEndEvent' },
          ...more,
        },
      },
    ]),
  );

describe('standard loop', () => {
  const n = { condition: compileExpression('n < 3') };
  const counting: Partial<NodeSketch> = {
    kind: 'scriptTask',
    script: { expression: compileExpression('n + 1'), resultVariable: 'n' },
  };

  it('tests after each turn', () => {
    expect(
      withLoop({ ...n }, counting)
        .start('p', { n: 7 })
        .variables().n,
    ).toBe(8);
    expect(
      withLoop({ ...n }, counting)
        .start('p', { n: 0 })
        .variables().n,
    ).toBe(3);
  });

  it('tests before each turn', () => {
    const loop = { testBefore: true, ...n };
    expect(withLoop(loop, counting).start('p', { n: 7 }).variables().n).toBe(7);
    expect(withLoop(loop, counting).start('p', { n: 1 }).variables().n).toBe(3);
  });

  it('never runs more often than its maximum', () => {
    const loop = { maximum: 2, ...n };
    expect(withLoop(loop, counting).start('p', { n: 0 }).variables().n).toBe(2);
  });

  it('runs not at all with a maximum of 0', () => {
    for (const testBefore of [true, false]) {
      const loop = { testBefore, maximum: 0, ...n };
      expect(withLoop(loop, counting).start('p', { n: 0 }).variables().n).toBe(0);
    }
  });

  it.each([true, false])('shows its condition the turns so far (tested before: %s)', (testBefore) => {
    for (const turns of [1, 2, 3]) {
      const condition = compileExpression(`loopCounter < ${turns}`);
      const play = withLoop({ testBefore, condition }, counting).start('p', { n: 0 });
      expect(play.variables().n).toBe(turns);
    }
  });

  it('counts its turns', () => {
    const play = withLoop(
      { condition: compileExpression('loopCounter < 2') },
      { outputs: [{ source: compileExpression('loopCounter'), target: 'turns' }] },
    ).start('p');
    play.complete('work').complete('work');
    expect(play.variables().turns).toBe(2);
    expect(play.state.status).toBe('completed');
  });

  it('stops when it never waits, and goes on from there when it is resolved', () => {
    const play = withLoop({ condition: compileExpression('n < 15000') }, counting);
    play.start('p', { n: 0 });
    expect(play.incidents()).toEqual(['UNHANDLED_ERROR at work']);
    play.resolve();
    expect(play.variables().n).toBe(15_000);
    expect(play.state.status).toBe('completed');
  });

  it('waits as an incident when its condition is neither true nor false', () => {
    const play = withLoop({ condition: compileExpression('more') }).start('p');
    play.complete('work');
    expect(play.incidents()).toEqual(['EXPRESSION at work']);
    play.set({ more: false }).resolve();
    expect(play.state.status).toBe('completed');
  });

  it('undoes each turn, latest first', () => {
    const play = withLoop(
      { condition: compileExpression('loopCounter < 3') },
      { undoneBy: 'undo' },
      {
        undo: { kind: 'serviceTask', inputs: [{ source: compileExpression('loopCounter'), target: 'turn' }] },
      },
    ).start('p');
    play.complete('work').complete('work').undo();
    const turns: unknown[] = [];
    while (play.jobTypes().includes('undo')) {
      const { element } = play.job('undo');
      turns.push(play.state.elements[element]?.variables?.turn);
      play.complete('undo');
    }
    expect(turns).toEqual([2, 1]);
  });
});
