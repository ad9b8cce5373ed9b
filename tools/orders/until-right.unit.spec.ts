import { untilRight } from './until-right.mjs';

const looks = (...problems: string[][]) => {
  let at = 0;
  return () => Promise.resolve({ problems: problems[Math.min(at++, problems.length - 1)]! });
};

it('is content with a first look at which all is right', async () => {
  expect(await untilRight(looks([]))).toEqual({ result: { problems: [] }, late: false });
});

it('looks again at what is not right yet, and says so', async () => {
  expect(await untilRight(looks(['held'], []))).toEqual({ result: { problems: [] }, late: true });
});

it('gives up on what stays wrong', async () => {
  expect(await untilRight(looks(['held']), 0)).toEqual({ result: { problems: ['held'] }, late: false });
});
