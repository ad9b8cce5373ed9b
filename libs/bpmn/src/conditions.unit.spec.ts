import { compileScore } from './compile-score';
import type { FlowNode } from './model';
import { around, extensions, nodeOf, processOf, refusalsOf } from './testing/model-xml';

const node = async (xml: string, id = 'x'): Promise<FlowNode> => nodeOf(await compileScore(xml), id);

describe('the conditions of events', () => {
  const waiting = (filter: string, condition = '=ready'): string =>
    processOf(
      around(
        `<intermediateCatchEvent id="x"><conditionalEventDefinition>${extensions(filter)}<condition>${condition}</condition></conditionalEventDefinition></intermediateCatchEvent>`,
        'x',
      ),
    );

  test('look at the changes that they name', async () => {
    const { condition } = await node(
      waiting('<zeebe:conditionalFilter variableNames="a, b" variableEvents="create, update" />'),
    );
    expect(condition).toMatchObject({ variableNames: ['a', 'b'], variableEvents: ['create', 'update'] });
  });

  test('look at all changes by default', async () => {
    const { condition } = await node(waiting(''));
    expect(condition?.variableNames).toBeUndefined();
    expect(condition?.variableEvents).toBeUndefined();
  });

  test.each<[string, string]>([
    [waiting('<zeebe:conditionalFilter variableEvents="delete" />'), 'condition x'],
    [waiting('', ''), 'condition x'],
    [waiting('', 'ready'), 'expression x'],
    [waiting('', '=ready('), 'expression x'],
  ])('%#: are refused when they cannot be read', async (xml, refusal) => {
    expect(await refusalsOf(xml)).toEqual([refusal]);
  });
});
