import { compileScore } from './compile-score';
import type { FlowNode } from './model';
import { flows, nodeOf, processOf, refusalsOf } from './testing/model-xml';

const node = async (xml: string, id = 'x'): Promise<FlowNode> => nodeOf(await compileScore(xml), id);

describe('conditional flows behind activities', () => {
  const behind = (attributes: string, condition: string): string =>
    processOf(
      `<startEvent id="start" /><task id="x" ${attributes} /><task id="a" /><task id="b" />${flows('start x b')}<sequenceFlow id="x_a" sourceRef="x" targetRef="a">${condition}</sequenceFlow>`,
    );
  const CONDITION = '<conditionExpression xsi:type="bpmn:tFormalExpression">=n &gt; 1</conditionExpression>';

  test('are allowed, with a default flow', async () => {
    const { outgoing, defaultFlow } = await node(behind('default="x_b"', CONDITION));
    expect(outgoing.map(({ condition }) => condition?.source)).toEqual([undefined, '=n > 1']);
    expect(defaultFlow?.id).toBe('x_b');
  });

  test('the default flow is one of its own, without a condition', async () => {
    expect(await refusalsOf(behind('default="x_a"', CONDITION))).toEqual(['condition x_a']);
    expect(await refusalsOf(behind('default="start_x"', CONDITION))).toEqual(['condition x']);
  });

  test('but not behind events', async () => {
    const xml = processOf(
      `<startEvent id="start" /><task id="a" /><sequenceFlow id="f" sourceRef="start" targetRef="a">${CONDITION}</sequenceFlow>`,
    );
    expect(await refusalsOf(xml)).toEqual(['condition f']);
  });
});
