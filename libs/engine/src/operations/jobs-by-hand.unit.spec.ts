import { constant } from '@partitura/feel';
import { Play } from '../fixtures/play';
import { buildScore } from '../fixtures/score-builder';

const running = (): Play =>
  new Play(
    buildScore([
      {
        id: 'p',
        nodes: {
          start: { kind: 'noneStartEvent', to: ['work'] },
          work: {
            kind: 'serviceTask',
            job: {
              type: constant('work'),
              retries: constant(2),
              retryBackoff: constant('PT1H'),
              headers: {},
            },
            to: ['end'],
          },
          bad: { kind: 'errorBoundaryEvent', attachedTo: 'work', errorCode: 'BAD', to: ['end'] },
          end: { kind: 'noneEndEvent' },
        },
      },
    ]),
  ).start('p');

const jobOf = (play: Play): number => Number(Object.keys(play.state.jobs)[0]);

describe('a job answered by hand', () => {
  it.each([
    ['completed', { kind: 'completeJob', variables: { x: 1 } }, 'work'],
    ['ended by an error', { kind: 'throwJobError', code: 'BAD' }, 'bad'],
  ] as const)('is %s whatever attempt it is', (_, answer, element) => {
    const play = running().fail('work').advance(3_600_000);
    expect(play.job('work').attempt).toBe(2);
    expect(play.tell({ ...answer, job: jobOf(play), at: play.now })).toBeUndefined();
    expect(play.completed()).toContain(element);
  });

  it('has failed an attempt', () => {
    const play = running();
    play.tell({ kind: 'failJob', job: jobOf(play), message: 'no', retries: 0, at: 0 });
    expect(play.incidents()).toEqual(['JOB_NO_RETRIES at work']);
  });

  it('is refused while it waits for its backoff or a person, and when it is gone', () => {
    const play = running().fail('work');
    const answer = { kind: 'completeJob', job: jobOf(play), variables: {}, at: 0 } as const;
    expect(play.tell(answer)).toContain('backoff');
    play.advance(3_600_000).fail('work', { retries: 0 });
    expect(play.tell(answer)).toContain('incident');
    play.resolve();
    expect(play.tell(answer)).toBeUndefined();
    expect(play.tell(answer)).toContain('does not wait any more');
  });
});

describe('the retries of a job', () => {
  const setRetries = (play: Play, retries: number, job = jobOf(play)): string | undefined =>
    play.tell({ kind: 'setJobRetries', job, retries, at: 0 });

  it('can be set while it waits', () => {
    const play = running();
    expect(setRetries(play, 5)).toBeUndefined();
    play.fail('work', { backoffMs: 0 });
    expect(play.job('work').retries).toBe(4);
  });

  it('are what its incident goes on with', () => {
    const play = running().fail('work', { retries: 0 });
    expect(setRetries(play, 3)).toBeUndefined();
    expect(play.incidents()).toEqual(['JOB_NO_RETRIES at work']);
    expect(play.resolve().job('work').retries).toBe(3);
  });

  it('are one after its incident when nobody has set them', () => {
    expect(running().fail('work', { retries: 0 }).resolve().job('work').retries).toBe(1);
  });

  it('must be a whole number from 1, of a job that is there', () => {
    const play = running();
    expect(setRetries(play, 0)).toContain('from 1');
    expect(setRetries(play, 1.5)).toContain('from 1');
    expect(setRetries(play, 1, 99)).toContain('does not exist');
  });

  it('keeps the variables of a failure with its element', () => {
    const play = running();
    play.tell({ kind: 'failJob', job: jobOf(play), message: 'no', variables: { reason: 7 }, at: 0 });
    const [work] = Object.values(play.state.elements);
    expect(work?.variables).toEqual({ reason: 7 });
    expect(play.variables()).toEqual({});
  });
});
