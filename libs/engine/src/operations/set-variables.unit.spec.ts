import { compileExpression } from '@partitura/feel';
import { Play } from '../fixtures/play';
import { buildScore } from '../fixtures/score-builder';

const running = (): Play =>
  new Play(
    buildScore([
      {
        id: 'p',
        nodes: {
          start: { kind: 'noneStartEvent', to: ['sub'] },
          sub: { kind: 'subProcess', inputs: [{ source: compileExpression('1'), target: 'x' }] },
          in: { kind: 'noneStartEvent', scope: 'sub', to: ['work'] },
          work: { kind: 'serviceTask', scope: 'sub' },
        },
      },
    ]),
  ).start('p', { x: 0 });

const set = (play: Play, variables: Record<string, number>, element?: number, instance = 1) =>
  play.tell({
    kind: 'setVariables',
    instance,
    ...(element === undefined ? {} : { element }),
    variables,
    at: 0,
  });

describe('setting variables by hand', () => {
  it('sets those of the process instance, whatever scopes inside have', () => {
    const play = running();
    expect(set(play, { x: 5, y: 6 })).toBeUndefined();
    expect(play.variables()).toEqual({ x: 5, y: 6 });
    expect(Object.values(play.state.elements)[0]?.variables).toEqual({ x: 1 });
  });

  it('sets those of an element instance', () => {
    const play = running();
    const [sub, work] = Object.values(play.state.elements);
    set(play, { x: 5 }, sub!.id);
    set(play, { z: 7 }, work!.id);
    expect(Object.values(play.state.elements).map(({ variables }) => variables)).toEqual([
      { x: 5 },
      { z: 7 },
    ]);
    expect(play.variables()).toEqual({ x: 0 });
  });

  it('sets each where the nearest scope outwards has one of its name, at once', () => {
    const play = running();
    const [sub, work] = Object.values(play.state.elements);
    const before = play.state.elements[sub!.id]?.variables;
    expect(before).toEqual({ x: 1 });
    play.tell({
      kind: 'setVariables',
      instance: 1,
      element: work!.id,
      variables: { x: 5, z: 7 },
      nearest: true,
      at: 0,
    });
    expect(play.state.elements[sub!.id]?.variables).toEqual({ x: 5 });
    expect(play.state.elements[work!.id]?.variables ?? {}).toEqual({});
    expect(play.variables()).toEqual({ x: 0, z: 7 });
  });

  it('is refused where there is nothing, or nothing any more', () => {
    const play = running();
    expect(set(play, { x: 1 }, 99)).toContain('not active');
    expect(set(play, { x: 1 }, undefined, 99)).toContain('no process instance');
    play.tell({ kind: 'cancelSaga', at: 0 });
    expect(set(play, { x: 1 })).toContain('canceled');
    expect(play.variables()).toEqual({ x: 0 });
  });
});
