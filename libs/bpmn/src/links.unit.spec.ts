import { compileScore } from './compile-score';
import type { FlowNode } from './model';
import { flows, nodeOf, processOf, refusalsOf } from './testing/model-xml';

const node = async (xml: string, id = 'x'): Promise<FlowNode> => nodeOf(await compileScore(xml), id);

describe('links', () => {
  const thrown = (id: string, name: string): string =>
    `<intermediateThrowEvent id="${id}"><linkEventDefinition name="${name}" /></intermediateThrowEvent>`;
  const caught = (id: string, name: string): string =>
    `<intermediateCatchEvent id="${id}"><linkEventDefinition name="${name}" /></intermediateCatchEvent>`;
  const process = (inside: string, chain: string): string =>
    processOf(`<startEvent id="start" />${inside}${flows(chain)}`);

  test('several lead to one', async () => {
    const xml = processOf(
      `<startEvent id="start" /><parallelGateway id="fork" />${thrown('a', 'l')}${thrown('b', 'l')}${caught('c', 'l')}${flows('start fork a', 'fork b')}`,
    );
    expect((await node(xml, 'a')).linkTarget?.id).toBe('c');
    expect((await node(xml, 'b')).linkTarget?.id).toBe('c');
  });

  test('of one name lead to different places in different scopes', async () => {
    const pair = (id: string): string => `${thrown(`${id}-throw`, 'l')}${caught(`${id}-catch`, 'l')}`;
    const xml = process(
      `${pair('outer')}<subProcess id="sub"><startEvent id="in" />${pair('inner')}${flows('in inner-throw')}</subProcess>${flows('outer-catch sub')}`,
      'start outer-throw',
    );
    expect((await node(xml, 'outer-throw')).linkTarget?.id).toBe('outer-catch');
    expect((await node(xml, 'inner-throw')).linkTarget?.id).toBe('inner-catch');
  });

  test.each<[string, string, string]>([
    ['without a catch', thrown('x', 'l'), 'link x'],
    ['without a throw', `<task id="t" />${caught('x', 'l')}`, 'link x'],
    ['to two catches', `${thrown('t', 'l')}${caught('a', 'l')}${caught('x', 'l')}`, 'link x'],
    [
      'to another scope',
      `${thrown('x', 'l')}<subProcess id="s"><startEvent id="i" />${caught('c', 'l')}</subProcess>`,
      'link x',
    ],
  ])('are refused %s', async (_, inside, refusal) => {
    expect(
      await refusalsOf(process(inside, 'start start2').replace(/<bpmn:sequenceFlow[^>]*>/, '')),
    ).toContain(refusal);
  });
});
