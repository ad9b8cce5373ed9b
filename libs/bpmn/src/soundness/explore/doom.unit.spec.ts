import { compileScore } from '../../compile-score';
import { composition, onError } from '../../testing/composition-xml';
import { drawNet } from '../net/draw-net';
import { explore } from './explore';

const model = (afterFailure: string): string =>
  composition({
    buyer: { lines: ['start send-ask get-answer end'] },
    seller: {
      lines: ['got-ask task sent-answer', `failed task-2 ${afterFailure}`],
      more: onError('failed', 'task'),
    },
  });

const doomedIn = async (xml: string): Promise<number> =>
  explore(drawNet(await compileScore(xml)).net, { bound: 1000, untilDoomed: true }).doomed.size;

describe('a token that nothing can move any more', () => {
  test('ends its run at once, though others still work', async () => {
    const { net } = drawNet(await compileScore(model('end-2')));
    const { doomed, states } = explore(net, { bound: 1000, untilDoomed: true });
    expect(doomed.size).toBe(1);
    expect(states.length).toBeLessThan(explore(net, { bound: 1000 }).states.length);
  });

  test.each([
    ['its message may still come', 'sent-answer-2'],
    ['the saga may still be undone', 'error-OVER'],
  ])('is none when %s', async (_, afterFailure) => {
    expect(await doomedIn(model(afterFailure))).toBe(0);
  });
});
