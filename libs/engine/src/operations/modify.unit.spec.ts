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
