import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { compileScore } from './compile-score';
import { ScoreRefusedError } from './problem';
import { checkGraph } from './testing/check-graph';

/** A model with most elements, small enough to be changed a thousand times. */
const model = readFileSync(join(__dirname, '../../../processes/order-fulfilment.bpmn'), 'utf8').replace(
  /<bpmndi:BPMNDiagram[\s\S]*<\/bpmndi:BPMNDiagram>/,
  '',
);

async function survives(xml: string): Promise<void> {
  try {
    checkGraph(await compileScore(xml));
  } catch (error) {
    if (!(error instanceof ScoreRefusedError)) throw error;
    expect(error.problems).not.toHaveLength(0);
  }
}

const position = fc.nat({ max: model.length });
const ids = [...model.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);
const tags = [...new Set([...model.matchAll(/<(bpmn:\w+|zeebe:\w+)/g)].map(([, tag = '']) => tag))].concat(
  ...[
    'bpmn:subProcess',
    'bpmn:exclusiveGateway',
    'bpmn:eventBasedGateway',
    'bpmn:transaction',
    'bpmn:lane',
    'bpmn:error',
  ],
  ...[
    'bpmn:timerEventDefinition',
    'bpmn:errorEventDefinition',
    'bpmn:receiveTask',
    'bpmn:association',
    'dc:Bounds',
  ],
);
const pieces = fc.oneof(
  fc.string(),
  fc.constantFrom(
    ...ids,
    ...tags,
    '<',
    '>',
    '"',
    '&',
    '=',
    '<!--',
    ']]>',
    '&#0;',
    'constructor',
    '__proto__',
  ),
);

type Change = (xml: string) => string;

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(position, fc.nat({ max: 400 })).map(
    ([at, length]): Change =>
      (xml) =>
        xml.slice(0, at) + xml.slice(at + length),
  ),
  fc.tuple(position, pieces).map(
    ([at, piece]): Change =>
      (xml) =>
        xml.slice(0, at) + piece + xml.slice(at),
  ),
  fc.tuple(position, position, fc.nat({ max: 400 })).map(
    ([from, to, length]): Change =>
      (xml) =>
        xml.slice(0, to) + xml.slice(from, from + length) + xml.slice(to),
  ),
  // Changes that leave well-formed XML reach further than those that break it.
  fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)).map(
    ([one, other]): Change =>
      (xml) =>
        xml.replaceAll(`Ref="${one}"`, `Ref="${other}"`),
  ),
  fc.tuple(fc.constantFrom(...tags), fc.constantFrom(...tags)).map(
    ([one, other]): Change =>
      (xml) =>
        xml.replaceAll(new RegExp(`(</?)${one}\\b`, 'g'), `$1${other}`),
  ),
  fc.tuple(fc.constantFrom(...ids), pieces).map(
    ([id, piece]): Change =>
      (xml) =>
        xml.replace(new RegExp(`( id="${id}"[^>]*?")[^"]*(")`), `$1${piece.replace(/[<&"$]/g, '')}$2`),
  ),
  fc.nat({ max: 40 }).map((nth): Change => (xml) => {
    let seen = -1;
    return xml.replace(/ \w+="[^"]*"/g, (attribute) => ((seen += 1) % 41 === nth ? '' : attribute));
  }),
);

test('a changed model is compiled or refused, and nothing else happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(changes, { minLength: 1, maxLength: 4 }), async (list) => {
      await survives(list.reduce((xml, change) => change(xml), model));
    }),
    { numRuns: 600 },
  );
});

test('any text is refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.array(pieces).map((list) => list.join('')),
      ),
      async (text) => {
        await expect(compileScore(text)).rejects.toThrow(ScoreRefusedError);
      },
    ),
    { numRuns: 300 },
  );
});
