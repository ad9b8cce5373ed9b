import type { CalledDecision } from '@partitura/bpmn';
import { compileExpression, compileValue, type Decision, DecisionError, type Json } from '@partitura/feel';
import { onlyScore, Play } from './fixtures/play';
import { buildScore, type NodeSketch } from './fixtures/score-builder';
import type { Library } from './library';

const calledDecision: CalledDecision = {
  decisionId: compileValue('dish'),
  binding: { type: 'latest' },
  resultVariable: 'choice',
};

interface Deployed {
  [id: string]: (variables: Readonly<Record<string, Json>>) => Json;
}

/** A process with one decision; `deployed` may grow later. */
function deciding(deployed: Deployed, task: Partial<NodeSketch> = {}): Play {
  const score = buildScore([
    {
      id: 'p',
      nodes: {
        start: { kind: 'noneStartEvent', to: ['decide'] },
        decide: { kind: 'businessRuleTask', calledDecision, ...task, to: ['end'] },
        end: { kind: 'noneEndEvent' },
      },
    },
  ]);
  const library: Library = {
    ...onlyScore(score),
    decision: (id) => {
      const evaluate = deployed[id];
      return evaluate && ({ id, evaluate } as unknown as Decision);
    },
  };
  return new Play(library);
}

const bySeason: Deployed[string] = ({ season }) => (season === 'fall' ? 'Spareribs' : 'Salad');

describe('business rule task', () => {
  it('puts what the decision gives into its result variable', () => {
    const play = deciding({ dish: bySeason }).start('p', { season: 'fall' });
    expect(play.variables()).toEqual({ season: 'fall', choice: 'Spareribs' });
    expect(play.state.status).toBe('completed');
  });

  it('passes it on through the output mappings', () => {
    const outputs = [{ source: compileExpression('choice + "!"'), target: 'menu' }];
    const play = deciding({ dish: bySeason }, { outputs }).start('p', { season: 'fall' });
    expect(play.variables()).toEqual({ season: 'fall', menu: 'Spareribs!' });
  });

  it('gives the decision what its input mappings make', () => {
    const inputs = [{ source: compileExpression('"fall"'), target: 'season' }];
    expect(deciding({ dish: bySeason }, { inputs }).start('p').variables()).toEqual({ choice: 'Spareribs' });
  });

  it('may take the decision that a variable names', () => {
    const called = { ...calledDecision, decisionId: compileValue('=which') };
    const play = deciding({ other: () => 1 }, { calledDecision: called });
    expect(play.start('p', { which: 'other' }).variables()).toEqual({ which: 'other', choice: 1 });
    expect(deciding({}, { calledDecision: called }).start('p').incidents()).toEqual(['EXPRESSION at decide']);
  });

  it('waits as an incident for a decision that is not deployed, and makes it once it is', () => {
    const deployed: Deployed = {};
    const play = deciding(deployed).start('p', { season: 'fall' });
    expect(play.incidents()).toEqual(['DECISION at decide']);
    deployed.dish = bySeason;
    expect(play.resolve().variables().choice).toBe('Spareribs');
  });

  it('waits as an incident when the decision fails', () => {
    const failing = ({ season }: Readonly<Record<string, Json>>): Json => {
      if (season === undefined) throw new DecisionError('dish', 'season is missing', 'Set it.');
      return season;
    };
    const play = deciding({ dish: failing }).start('p');
    expect(play.incidents()).toEqual(['DECISION at decide']);
    expect(play.set({ season: 'fall' }).resolve().variables().choice).toBe('fall');
  });

  it('is done by a worker when it has a job', () => {
    const job = { type: compileValue('rules'), retries: compileValue('=3'), headers: {} };
    const play = deciding({}, { calledDecision: undefined, job }).start('p');
    play.complete('rules', { choice: 'x' });
    expect(play.variables()).toEqual({ choice: 'x' });
  });
});

describe('script task', () => {
  const script = { expression: compileExpression('a + 1'), resultVariable: 'b' };

  it('puts the value of its expression into its result variable', () => {
    const play = deciding({}, { kind: 'scriptTask', script }).start('p', { a: 1 });
    expect(play.variables()).toEqual({ a: 1, b: 2 });
  });

  it('writes over a local variable of the same name instead of one outside', () => {
    const inputs = [{ source: compileExpression('0'), target: 'b' }];
    const play = deciding({}, { kind: 'scriptTask', script, inputs }).start('p', { a: 1 });
    expect(play.variables()).toEqual({ a: 1 });
  });

  it('is done by a worker when it has a job', () => {
    const job = { type: compileValue('run'), retries: compileValue('=3'), headers: {} };
    const play = deciding({}, { kind: 'scriptTask', job }).start('p').complete('run', { b: 5 });
    expect(play.variables()).toEqual({ b: 5 });
  });
});
