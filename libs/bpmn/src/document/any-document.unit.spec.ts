import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { ScoreRefusedError } from '../problem';
import { readModel } from './read-model';
import { writeModel } from './write-model';

const model = readFileSync(join(__dirname, '../../../../processes/examples/tasks/charge-card.bpmn'), 'utf8');
const parts = [...model.matchAll(/<[^>]+>|"[^"]*"|\w+="/g)].map(([part]) => part);

const piece = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    ...parts,
    '<!--',
    ']]>',
    '<![CDATA[',
    '&#0;',
    '&#13;',
    '&',
    '\t',
    '\u0001',
    '__proto__="a"',
    '<x/>',
  ),
);
const change = fc.tuple(fc.nat(model.length), fc.nat(200), piece).map(
  ([at, length, inserted]) =>
    (xml: string): string =>
      xml.slice(0, at) + inserted + xml.slice(at + (length % 3 === 0 ? length : 0)),
);

/** The model that was read, written; undefined when it was refused. */
async function written(xml: string): Promise<string | undefined> {
  try {
    return await writeModel(await readModel(xml));
  } catch (error) {
    if (!(error instanceof ScoreRefusedError)) throw error;
    expect(error.problems).not.toHaveLength(0);
    return undefined;
  }
}

test('a changed model is read or refused; what was read can be read again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const once = await written(changes.reduce((xml, apply) => apply(xml), model));
      if (once !== undefined) expect(await written(once)).toBe(once);
    }),
    { numRuns: 500 },
  );
});

test('any text is refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece).map((pieces) => pieces.join('')),
      async (text) => {
        expect(await written(text)).toBeUndefined();
      },
    ),
    { numRuns: 300 },
  );
});

test.each(['<', '<!--', '<a b="', "<a b='", '<![CDATA[', '<a>', '</a>', '<?', '&', '<a\n', '"\t'])(
  'a text made to be slow is refused: %j over and over',
  async (unit) => {
    expect(await written(unit.repeat(200_000))).toBeUndefined();
  },
);

test('50 MB are refused', async () => {
  expect(await written(`${model}${' '.repeat(50 * 1024 * 1024)}`)).toBeUndefined();
});
