import { Settlement } from '../inputs/settlement';
import { type Ask, concernsOne, type Input } from './input';

/**
 * Parts that end together are written without being looked at. So nothing else in the batch may be about them: those that it is
 * about end by a command of their own.
 */
export function finishApart(inputs: readonly Input[]): readonly Input[] {
  if (!inputs.some(({ ask }) => ask.kind === 'finish')) return inputs;
  const others = new Set(inputs.flatMap(({ sagaId, ask }) => (concernsOne(ask) ? [sagaId] : [])));
  return inputs.flatMap((input) => split(input, (sagaId) => others.has(sagaId)));
}

/** Each part by a command of its own, after a conflict: one of them may have more to do than to end. */
export const finishAlone = (inputs: readonly Input[]): readonly Input[] =>
  inputs.flatMap((input) => split(input, () => true));

const command: Ask = { kind: 'command', command: { kind: 'finishPart', status: 'completed' } };

function split(input: Input, isAlone: (sagaId: string) => boolean): readonly Input[] {
  if (input.ask.kind !== 'finish') return [input];
  const alone = input.ask.sagas.filter(isAlone);
  if (alone.length === 0) return [input];
  const sagas = input.ask.sagas.filter((sagaId) => !isAlone(sagaId));
  const settlement = new Settlement();
  const { settle, fail } = settlement;
  const pieces: Input[] = alone.map((sagaId) => ({ ...input, sagaId, ask: command, settle, fail }));
  if (sagas.length > 0) pieces.push({ ...input, ask: { kind: 'finish', sagas }, settle, fail });
  for (const _ of pieces) settlement.expect();
  void settlement.all().then(() => input.settle({}), input.fail);
  return pieces;
}
