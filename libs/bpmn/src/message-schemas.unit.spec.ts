import { compileScore } from './compile-score';
import { readModel } from './document/read-model';
import type { Score } from './model';
import { messagesWithoutSchema } from './soundness/structure/messages-without-schema';
import { splitModel } from './split/split-model';
import { collaboration, extensions, flows, messageEvent } from './testing/model-xml';

const item = (structure: string) => `<itemDefinition id="item" structureRef="${structure}" />`;

const schemasOf = ({ processes }: Score): Record<string, string> =>
  Object.fromEntries(
    processes.flatMap(({ elements }) =>
      [...elements.values()].flatMap(({ id, message }) =>
        message?.schema === undefined ? [] : [[id, message.schema]],
      ),
    ),
  );

/** One pool tells another; both speak of the same message. */
const told = (roots: string, more = '', receiver = 'told') =>
  collaboration(
    {
      a: {
        process: `<startEvent id="go" />${messageEvent('endEvent', 'tell', 'told', more)}${flows('go tell')}`,
      },
      b: {
        process: `${messageEvent('startEvent', 'heard', receiver, more)}<endEvent id="over" />${flows('heard over')}`,
      },
    },
    [['tell', 'heard']],
    roots,
  );

const withItem = '<message id="message-told" name="told" itemRef="item" />';

test.each(['told.schema.json', 'Told.JSON', 'https://example.org/told.json', 'all.json#/$defs/told'])(
  'reads the schema of a message from its item definition: %s',
  async (structure) => {
    const score = await compileScore(told(withItem + item(structure)));
    expect(schemasOf(score)).toEqual({ tell: structure, heard: structure });
  },
);

test.each(['xsd:string', 'tns:Told', 'com.example.Told', 'told.jsonld'])(
  'takes an item definition of another kind for documentation: %s',
  async (structure) => {
    expect(schemasOf(await compileScore(told(withItem + item(structure))))).toEqual({});
  },
);

it('reads it from a property of the message', async () => {
  const property =
    '<zeebe:properties><zeebe:property name="schema" value=" told.json " /></zeebe:properties>';
  const message = `<message id="message-told" name="told">${extensions(property)}</message>`;
  expect(schemasOf(await compileScore(told(message)))).toEqual({ tell: 'told.json', heard: 'told.json' });
});

it('reads it from the message of the flow, where the events name none', async () => {
  const model = told(withItem + item('told.json'))
    .replaceAll(/ messageRef="message-told"/g, '')
    .replace('sourceRef="tell"', 'sourceRef="tell" messageRef="message-told"');
  expect(schemasOf(await compileScore(model))).toEqual({ tell: 'told.json', heard: 'told.json' });
});

it('reads it at every kind of element that has a message', async () => {
  const kinds = `<startEvent id="go" />
    <sendTask id="send" messageRef="message-told" /><receiveTask id="receive" messageRef="message-told" />
    ${messageEvent('intermediateThrowEvent', 'throw', 'told')}
    ${messageEvent('boundaryEvent', 'aside', 'told', '', 'attachedToRef="receive"')}
    <endEvent id="several"><messageEventDefinition messageRef="message-told" /><signalEventDefinition signalRef="s" /></endEvent>
    ${flows('go send receive throw several')}`;
  const key = extensions('<zeebe:subscription correlationKey="=1" />');
  const model = collaboration(
    { a: { process: kinds }, out: {} },
    ['send', 'throw', 'several'].map((id) => [id, 'pool-out'] as const),
    `<message id="message-told" name="told" itemRef="item">${key}</message><signal id="s" name="s" />${item('told.json')}`,
  );
  expect(Object.keys(schemasOf(await compileScore(model))).sort()).toEqual(
    ['aside', 'receive', 'send', 'several#0', 'throw'].sort(),
  );
});

it('keeps it in the fragments of a model', async () => {
  for (const { xml } of await splitModel(await readModel(told(withItem + item('told.json')))))
    expect(Object.values(schemasOf(await compileScore(xml)))).toEqual(['told.json']);
});

describe('the check of messages without a schema', () => {
  const found = async (xml: string) =>
    messagesWithoutSchema(await compileScore(xml)).map(
      ({ severity, rule, element, participant, ignored }) =>
        `${severity} ${rule} ${element} ${participant ?? ''}${ignored ? ' ignored' : ''}`,
    );

  it('finds where one is thrown to another pool', async () => {
    expect(await found(told('<message id="message-told" name="told" />'))).toEqual([
      'warning message-without-schema tell a',
    ]);
  });

  it('finds where only the receiver declares none', async () => {
    const roots = `${withItem}${item('told.json')}<message id="message-other" name="told" />`;
    expect(await found(told(roots, '', 'other'))).toEqual(['warning message-without-schema heard b']);
  });

  it('finds none when both declare one', async () => {
    expect(await found(told(withItem + item('told.json')))).toEqual([]);
  });

  it('finds none for messages that come from outside, or go there', async () => {
    const model = collaboration(
      {
        a: {
          process: `${messageEvent('startEvent', 'go', 'told')}${messageEvent('endEvent', 'tell', 'told')}${flows('go tell')}`,
        },
        out: {},
      },
      [['tell', 'pool-out']],
      '<message id="message-told" name="told" />',
    );
    expect(await found(model)).toEqual([]);
  });

  it('can be turned off by the model, with a reason', async () => {
    const off =
      '<zeebe:properties><zeebe:property name="partitura.check.message-without-schema" value="off: it carries nothing" /></zeebe:properties>';
    const model = told('<message id="message-told" name="told" />', extensions(off));
    expect(await found(model)).toEqual(['warning message-without-schema tell a ignored']);
  });
});
