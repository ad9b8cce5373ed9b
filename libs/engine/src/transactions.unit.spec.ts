import { compileExpression } from '@partitura/feel';
import { Play } from './fixtures/play';
import { buildScore, type NodeSketch } from './fixtures/score-builder';

const plain = (nodes: Record<string, NodeSketch>) => new Play(buildScore([{ id: 'p', nodes }]));

/** Book and pay, then confirm, cancel or fail; something else runs beside. */
const trip = (more: Record<string, NodeSketch> = {}) =>
  plain({
    start: { kind: 'noneStartEvent', to: ['tx'] },
    tx: { kind: 'transaction', to: ['end'] },
    begin: { kind: 'noneStartEvent', scope: 'tx', to: ['fork'] },
    fork: { kind: 'parallelGateway', scope: 'tx', to: ['book', 'watch'] },
    watch: { kind: 'serviceTask', scope: 'tx' },
    book: { kind: 'serviceTask', scope: 'tx', undoneBy: 'unbook', to: ['pay'] },
    unbook: { kind: 'serviceTask', scope: 'tx' },
    pay: { kind: 'serviceTask', scope: 'tx', undoneBy: 'refund', to: ['decide'] },
    refund: { kind: 'serviceTask', scope: 'tx' },
    decide: { kind: 'serviceTask', scope: 'tx', to: ['which'] },
    which: { kind: 'exclusiveGateway', scope: 'tx', to: ['cancel?=cancelled', 'done!'] },
    cancel: { kind: 'cancelEndEvent', scope: 'tx' },
    done: { kind: 'noneEndEvent', scope: 'tx' },
    cancelled: { kind: 'cancelBoundaryEvent', attachedTo: 'tx', to: ['apologise'] },
    apologise: { kind: 'serviceTask' },
    hazard: { kind: 'errorBoundaryEvent', attachedTo: 'tx', to: ['alarm'] },
    alarm: { kind: 'serviceTask' },
    end: { kind: 'noneEndEvent' },
    ...more,
  }).start('p');

const cancelled = (play: Play) =>
  play.complete('book').complete('pay').complete('decide', { cancelled: true });

describe('transaction', () => {
  it('goes on like a sub-process when it succeeds', () => {
    const play = trip()
      .complete('book')
      .complete('pay')
      .complete('decide', { cancelled: false })
      .complete('watch');
    expect(play.state.status).toBe('completed');
    expect(play.completed()).toContain('end');
  });

  it('stops what runs, undoes what has completed, latest first, and is left by its cancel boundary event', () => {
    const play = cancelled(trip());
    expect(play.jobTypes()).toEqual(['refund']);
    expect(play.terminated()).toEqual(['watch']);
    play.complete('refund');
    expect(play.jobTypes()).toEqual(['unbook']);
    play.complete('unbook');
    expect(play.jobTypes()).toEqual(['apologise']);
    expect(play.completed()).toEqual(expect.arrayContaining(['cancel', 'cancelled']));
    expect(play.completed()).not.toContain('tx');
    play.complete('apologise');
    expect(play.state.status).toBe('completed');
    expect(play.instanceStates()).toEqual(['p completed']);
  });

  it('ends without a token behind it when it has no cancel boundary event', () => {
    const play = cancelled(trip({ cancelled: { kind: 'noneThrowEvent', to: ['apologise'] } }));
    play.complete('refund').complete('unbook');
    expect(play.state.status).toBe('completed');
    expect(play.completed()).not.toContain('end');
    expect(play.state.elements).toEqual({});
  });

  it('is left by an error with nothing undone', () => {
    const play = trip().complete('book');
    play.error('pay', 'BAD');
    expect(play.jobTypes()).toEqual(['alarm']);
    expect(play.requested()).not.toContain('unbook');
  });

  it('waits for a handler that failed, and can be left without it', () => {
    const play = cancelled(trip()).fail('refund', { retries: 0 });
    expect(play.incidents()).toEqual(['COMPENSATION at refund']);
    const [incident] = Object.keys(play.state.incidents).map(Number);
    play.tell({ kind: 'skipIncident', incident: incident as number, reason: 'paid back by hand', at: 0 });
    play.complete('unbook');
    expect(play.jobTypes()).toEqual(['apologise']);
  });

  it('cancels from inside a sub-process only its own end event’s transaction', () => {
    const play = trip({
      each: {
        kind: 'transaction',
        scope: 'tx',
        loop: { kind: 'multiInstance', sequential: false, collection: compileExpression('[1, 2]') },
        to: ['done'],
      },
      inner: { kind: 'noneStartEvent', scope: 'each', to: ['seat'] },
      seat: { kind: 'serviceTask', scope: 'each', undoneBy: 'unseat', to: ['full'] },
      unseat: { kind: 'serviceTask', scope: 'each' },
      full: { kind: 'cancelEndEvent', scope: 'each' },
      elsewhere: { kind: 'cancelBoundaryEvent', attachedTo: 'each', scope: 'tx', to: ['done'] },
      which: { kind: 'exclusiveGateway', scope: 'tx', to: ['each!'] },
    });
    play.complete('book').complete('pay').complete('decide').complete('seat').complete('unseat');
    expect(play.completed()).toContain('elsewhere');
    expect(play.requested()).not.toContain('refund');
    play.complete('watch');
    expect(play.state.status).toBe('completed');
  });
});
