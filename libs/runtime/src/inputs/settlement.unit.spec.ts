import { Settlement } from './settlement';

it('resolves when all are settled, also with none', async () => {
  await new Settlement().all();
  const settlement = new Settlement();
  settlement.expect();
  settlement.expect();
  let done = false;
  const all = settlement.all().then(() => (done = true));
  settlement.settle();
  await Promise.resolve();
  expect(done).toBe(false);
  settlement.settle();
  await all;
});

it('rejects when one was given up, after the others are done', async () => {
  const settlement = new Settlement();
  settlement.expect();
  settlement.expect();
  settlement.fail(new Error('stopping'));
  const all = settlement.all();
  settlement.settle();
  await expect(all).rejects.toThrow('stopping');
});
