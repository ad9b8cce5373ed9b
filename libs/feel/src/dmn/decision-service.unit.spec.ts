import { compileDecisions, type DecisionModel, type FeelValue } from '../index';
import { decide, decision, definitions, literal, problemsOf } from './testing/models';

const service = (
  outputs: readonly string[],
  inputs: readonly string[],
  data: readonly string[] = [],
): string =>
  `<decisionService id="s" name="s">${[
    ...outputs.map((id) => `<outputDecision href="#${id}" />`),
    ...inputs.map((id) => `<inputDecision href="#${id}" />`),
    ...data.map((id) => `<inputData href="#${id}" />`),
  ].join('')}</decisionService>`;

const inner =
  '<inputData id="who" name="who" />' +
  decision('greeting', literal('"never"')) +
  decision('sentence', literal('greeting + " " + who'), { requires: ['greeting'] }) +
  decision('length', literal('string length(sentence)'), { requires: ['sentence'] });

const invoke = async (content: string, args: Record<string, FeelValue>): Promise<FeelValue> => {
  const model: DecisionModel = await compileDecisions(definitions(content));
  const found = model.invocables.find(({ name }) => name === 's');
  return found ? found.invoke(args, 0) : null;
};

describe('decision services', () => {
  test('take the result of their input decisions from outside', async () => {
    const content = inner + service(['sentence'], ['greeting'], ['who']);
    expect(await invoke(content, { greeting: 'Hello', who: 'you' })).toBe('Hello you');
  });

  test('are functions: first the input data, then the input decisions', async () => {
    const content = inner + service(['sentence'], ['greeting'], ['who']);
    const x = decision('x', literal('s("you", "Hi")'), { knows: ['s'] });
    expect(await decide(content + x, { who: 'nobody' })).toBe('Hi you');
  });

  test('with several output decisions give a context', async () => {
    const content = inner + service(['sentence', 'length'], ['greeting'], ['who']);
    expect(await invoke(content, { greeting: 'Hello', who: 'you' })).toEqual({
      sentence: 'Hello you',
      length: 9,
    });
  });

  test('do not change what is computed outside', async () => {
    const content = inner + service(['sentence'], ['greeting'], ['who']);
    const x = decision('x', literal('[s("you", "Hi"), greeting]'), { knows: ['s'], requires: ['greeting'] });
    expect(await decide(content + x)).toEqual(['Hi you', 'never']);
  });

  test('that name a decision that is not there are refused', async () => {
    expect(await problemsOf(definitions(service(['gone'], [])))).toEqual(['dangling-reference s']);
  });

  test('give null for an argument that they do not have', async () => {
    expect(await invoke(inner + service(['sentence'], ['greeting']), { other: 'x' })).toBeNull();
  });
});
