import * as fc from 'fast-check';
import { compileDecisions, DecisionsRefusedError, readXml, type Json } from '../index';
import { decision, definitions, literal, problemsOf, table } from './testing/models';

const problemOf = (xml: string): string => {
  try {
    readXml(xml);
    return '';
  } catch (error) {
    if (error instanceof DecisionsRefusedError) return error.problems.map(({ rule }) => rule).join();
    throw error;
  }
};

describe('XML', () => {
  test('is read without prefixes, with decoded text and attributes', () => {
    expect(
      readXml(
        '\uFEFF<?xml version="1.0"?><p:a xmlns:p="u" b="&quot;&#65;"><p:c>x &amp; <![CDATA[<y>]]></p:c></p:a>',
      ),
    ).toEqual({
      name: 'a',
      attributes: { 'xmlns:p': 'u', b: '"A' },
      text: '',
      children: [{ name: 'c', attributes: {}, children: [], text: 'x & <y>' }],
    });
  });

  test('comments and CDATA may mention anything', () => {
    expect(problemOf('<a><!-- <!DOCTYPE x> &y; --><![CDATA[<!ENTITY z>]]></a>')).toBe('');
  });

  test.each([
    ['nothing', '', 'not-xml'],
    ['text', 'no xml', 'not-xml'],
    ['an element that is not closed', '<a>', 'not-xml'],
    ['an element closed by another', '<a><b></a></b>', 'not-xml'],
    ['two roots', '<a/><b/>', 'not-xml'],
    ['text after the root', '<a/>b', 'not-xml'],
    ['an attribute twice', '<a b="1" b="2"/>', 'not-xml'],
    ['an attribute without quotes', '<a b=1/>', 'not-xml'],
    ['an entity that is not declared', '<a>&b;</a>', 'not-xml'],
    ['an undeclared entity in an attribute', '<a b="&c;"/>', 'not-xml'],
    ['a document type', '<!DOCTYPE a><a/>', 'entity-declaration'],
    ['entities', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'entity-declaration'],
    ['deep nesting', '<a>'.repeat(300) + '</a>'.repeat(300), 'nested-too-deeply'],
    ['a huge file', `<a>${' '.repeat(10 * 1024 * 1024)}</a>`, 'file-too-large'],
  ])('refuses %s', (_, xml, problem) => {
    expect(problemOf(xml)).toBe(problem);
  });

  test.each([
    ['another document', '<a xmlns="http://example.org"/>'],
    ['a process', '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'],
  ])('%s is no DMN', async (_, xml) => {
    expect(await problemsOf(xml)).toEqual(['not-dmn definitions']);
  });

  test.each([
    'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
    'http://www.omg.org/spec/DMN/20180521/MODEL/',
    'https://www.omg.org/spec/DMN/20191111/MODEL/',
    'https://www.omg.org/spec/DMN/20211108/MODEL/',
    'https://www.omg.org/spec/DMN/20230324/MODEL/',
  ])('the version %s is read', async (namespace) => {
    const xml = definitions(decision('x', literal('1'))).replace(/xmlns="[^"]*"/, `xmlns="${namespace}"`);
    expect((await compileDecisions(xml)).decisions.map(({ id }) => id)).toEqual(['x']);
  });
});

describe('languages', () => {
  test.each([
    'feel',
    'FEEL',
    'https://www.omg.org/spec/DMN/20191111/FEEL/',
    'http://www.omg.org/spec/FEEL/20140401',
  ])('%s is FEEL', async (language) => {
    expect(
      await problemsOf(definitions(decision('x', literal('1', `expressionLanguage="${language}"`)))),
    ).toEqual([]);
  });

  test('others are refused', async () => {
    const content = decision('x', literal('1', 'expressionLanguage="juel"'));
    expect(await problemsOf(definitions(content))).toEqual(['expression-language x']);
  });
});

describe('any text', () => {
  const part = fc.constantFrom(
    ...['<', '>', '/', 'definitions', 'decision', ' id="a"', 'text', '"', '&', 'DMN', ' xmlns="DMN"', '1 +'],
    ...['<!--', '<![CDATA[', ']]>', '<?', '<!'],
  );

  test('is read or refused', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.array(part).map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (garbage) => {
        await problemsOf(garbage);
        await problemsOf(definitions(garbage));
      }),
      { numRuns: 500 },
    );
  });

  const model = definitions(
    decision('base', literal('amount * 2')) +
      decision(
        'x',
        table({
          policy: 'COLLECT + SUM',
          inputs: ['base', 'name'],
          rules: [
            ['[1..5)', '"a", "b"', '1'],
            ['not(3)', '-', 'base + 1'],
          ],
        }),
        { requires: ['base'] },
      ),
  );

  test('that was a model before some signs were changed decides, or says why not', async () => {
    const place = fc.nat({ max: model.length });
    const change = fc.record({
      place,
      length: fc.nat({ max: 12 }),
      text: fc.oneof(part, fc.string({ maxLength: 3 })),
    });
    const variables = fc.dictionary(
      fc.constantFrom('amount', 'name', 'base'),
      fc.jsonValue() as fc.Arbitrary<Json>,
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 3 }),
        variables,
        async (changes, given) => {
          const xml = changes.reduce(
            (text, one) => text.slice(0, one.place) + one.text + text.slice(one.place + one.length),
            model,
          );
          const compiled = await compileDecisions(xml).catch((error: unknown) => {
            expect(error).toBeInstanceOf(DecisionsRefusedError);
            return undefined;
          });
          for (const made of compiled?.decisions ?? []) {
            try {
              expect(JSON.parse(JSON.stringify(made.evaluate(given, 0)))).toBeDefined();
            } catch (error) {
              expect((error as Error).name).toBe('DecisionError');
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
