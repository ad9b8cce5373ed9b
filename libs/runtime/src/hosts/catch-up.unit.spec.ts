import { CatchUp } from './catch-up';

it('lets each process work when its host has, or has refused, what that process was welcomed with', () => {
  const catchUp = new CatchUp();
  catchUp.expect('one', 3, ['a', 'b']);
  catchUp.expect('two', 3, ['b']);
  catchUp.settle('b');
  expect(catchUp.takeReady()).toEqual([{ session: 'two', number: 3 }]);
  catchUp.settle('a');
  expect(catchUp.takeReady()).toEqual([{ session: 'one', number: 3 }]);
  expect(catchUp.takeReady()).toEqual([]);
});
