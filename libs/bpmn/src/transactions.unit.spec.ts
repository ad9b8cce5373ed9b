import { compileScore } from './compile-score';
import type { FlowNode } from './model';
import { around, flows, nodeOf, processOf, refusalsOf } from './testing/model-xml';

const node = async (xml: string, id = 'x'): Promise<FlowNode> => nodeOf(await compileScore(xml), id);

describe('transactions', () => {
  const transaction = (inside: string, attributes = '', rest = ''): string =>
    processOf(
      around(`<transaction id="x" ${attributes}><startEvent id="in" />${inside}</transaction>`, 'x', rest),
    );

  test('are left by their cancel boundary event', async () => {
    const cancel = '<boundaryEvent id="on" attachedToRef="x"><cancelEventDefinition /></boundaryEvent>';
    const xml = transaction('<endEvent id="out"><cancelEventDefinition /></endEvent>', '', cancel);
    expect((await node(xml)).boundaryEvents.map(({ kind }) => kind)).toEqual(['cancelBoundaryEvent']);
    expect((await node(xml, 'on')).interrupting).toBe(true);
  });

  test('compensate, and nothing else', async () => {
    expect(await refusalsOf(transaction('', 'method="##Compensate"'))).toEqual([]);
    expect(await refusalsOf(transaction('', 'method="##Image"'))).toEqual(['not-supported x']);
  });

  test('cancel events stand nowhere else', async () => {
    const onTask = processOf(
      around(
        '<task id="task" />',
        'task',
        '<boundaryEvent id="x" attachedToRef="task"><cancelEventDefinition /></boundaryEvent>',
      ),
    );
    expect(await refusalsOf(onTask)).toEqual(['transaction x']);
    const deep = transaction(
      `<subProcess id="sub"><startEvent id="s" /><endEvent id="e"><cancelEventDefinition /></endEvent>${flows('s e')}</subProcess>${flows('in sub')}`,
    );
    expect(await refusalsOf(deep)).toEqual(['transaction e']);
  });
});
