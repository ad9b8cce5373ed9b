import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseScenario } from './read-scenario';
import { ScenarioFileError } from './report';
import { stepSchemas } from './scenario';

const read = (text: string) => parseScenario(text, 'folder/card.scenario.yaml');

function errorOf(text: string): ScenarioFileError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ScenarioFileError) return error;
    throw error;
  }
  throw new Error('It was read, but should be refused.');
}

describe('a scenario file', () => {
  it('needs nothing, and says where the clock starts and what it is called', () => {
    expect(read('{}')).toEqual({
      file: 'folder/card.scenario.yaml',
      name: 'card',
      files: [],
      placement: 'orchestrated',
      clock: Date.UTC(2026, 0, 1),
      workers: {},
      steps: [],
      expect: {},
    });
  });

  it('may leave steps and expectations empty', () => {
    expect(read('steps:\nexpect:\nworkers:\nfiles:\nclock:')).toEqual(read('{}'));
  });

  it('is YAML 1.2, where only true and false are boolean, or JSON', () => {
    const steps = [
      { kind: 'create', with: { process: 'p', variables: { a: 'yes', b: '2026-01-01', c: true } } },
    ];
    expect(
      read('steps: [{create: {process: p, variables: {a: yes, b: 2026-01-01, c: true}}}]').steps,
    ).toEqual(steps);
    const json =
      '{"steps":\t[{"create": {"process": "p", "variables": {"a": "yes", "b": "2026-01-01", "c": true}}}]}';
    expect(read(json).steps).toEqual(steps);
  });

  it('ignores keys at the top that belong to other tools, and no others', () => {
    expect(read('x-made-by: {any: [thing]}\nname: n').name).toBe('n');
    expect(errorOf('expect:\n  x-y: 1').message).toMatch("'x-y'");
  });

  it('takes numbers where text is meant', () => {
    expect(read('steps: [{publish: {message: m, key: 17, id: 4}}]').steps).toEqual([
      { kind: 'publish', with: { message: 'm', key: '17', id: '4', variables: {} } },
    ]);
    expect(read('workers: {w: [{error: {code: 404}}]}').workers).toEqual({
      w: [{ error: { code: '404', variables: {} } }],
    });
  });
});

describe('an invalid file', () => {
  it.each([
    ['name: a\nfoo: 1', 2, "'foo' of the file"],
    ['expect:\n  instances:\n    main:\n      sate: completed', 4, "'sate' of expect.instances.main"],
    ['steps:\n  - create:\n      process: p\n      varaibles: {}', 4, "'varaibles' of steps[1].create"],
    ['steps:\n  - expect: {}\n  - complet: {job: a}', 3, "'complet'"],
    ['steps:\n  - {create: {process: p}, advance: PT1S}', 2, 'exactly one key'],
    ['steps:\n  - create', 2, 'exactly one key'],
    ['steps: {create: {process: p}}', 1, 'steps'],
    ['steps:\n  - complete: {}', 2, 'complete'],
    ['steps:\n  - complete: {job: a, task: b}', 2, 'complete'],
    ['steps:\n  - advance: 1 hour', 2, 'steps[1].advance'],
    ['steps:\n  - advance: 10', 2, 'steps[1].advance'],
    ['steps:\n  - expect: {instances: {a: {state: finished}}}', 2, 'state'],
    ['steps:\n  - publish: {message: m, refused: true}', 2, "'refused'"],
    ['workers:\n  a: {complete: {}}', 2, 'workers.a'],
    ['workers:\n  a:\n    - complete: {}\n    - done: {}', 4, 'workers.a[2]'],
    ['workers:\n  a: [{fail: {retries: -1}}]', 2, 'retries'],
    ['clock: tomorrow', 1, 'clock'],
    ['placement: anywhere', 1, 'placement'],
    ['expect: {counts: {A: many}}', 1, 'counts.A'],
    ['expect: {incidents: [{element: A, type: BAD_LUCK}]}', 1, 'incidents[1].type'],
    ['steps: [{create: {process: p, variables: {a: .nan}}}]', 1, 'variables.a'],
    ['a: 1\na: 2', 2, 'unique'],
    ['- a\n- b', 1, 'file'],
    ['', 1, 'file'],
    ['a: [', 1, 'no YAML'],
    ['name: !secret a', 1, 'no YAML'],
    ['name: a\n---\nname: b', 2, 'no YAML'],
  ])('%j names line %d and %s', (text, line, part) => {
    const error = errorOf(text);
    expect(error.message).toContain(part);
    expect(error.line).toBe(line);
    expect(error.message).toContain(`folder/card.scenario.yaml:${line}: `);
  });

  it('does not unfold without end', () => {
    const bomb = Array.from({ length: 12 }, (_, i) =>
      i === 0
        ? 'x-0: &a0 [lol, lol]'
        : `x-${i}: &a${i} [${Array(10)
            .fill(`*a${i - 1}`)
            .join(', ')}]`,
    ).join('\n');
    expect(errorOf(bomb).message).toMatch(/alias/i);
    expect(errorOf('x-a: &a [*a]\nname: [*a]').code).toBe('SCENARIO_FILE');
    expect(errorOf(`name: ${'['.repeat(20_000)}`).code).toBe('SCENARIO_FILE');
  });
});

describe('any text', () => {
  const outcome = (text: string): 'scenario' | 'refused' => {
    try {
      read(text);
      return 'scenario';
    } catch (error) {
      if (!(error instanceof ScenarioFileError)) throw error;
      expect(error.line === undefined || error.line >= 1).toBe(true);
      return 'refused';
    }
  };

  it('is a scenario or refused', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void outcome(text)));
    const marks = fc.constantFrom(
      ...'{}[]:,-?&*!|>\'"%@`#\n \tax1~',
      'name',
      'steps',
      'expect',
      'create',
      '<<',
    );
    fc.assert(
      fc.property(
        fc.array(marks).map((parts) => parts.join('')),
        (text) => void outcome(text),
      ),
    );
  });

  it('that is JSON with the known words is a scenario or refused', () => {
    const words = fc.constantFrom(
      ...['name', 'files', 'workers', 'steps', 'expect', 'instances', 'variables', 'process', 'job', 'x-y'],
      ...Object.keys(stepSchemas),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue(),
        words,
        fc.constantFrom('PT1S', true, '__proto__'),
        fc.array(tie('tree')),
        fc.dictionary(words, tie('tree')),
      ),
    }));
    fc.assert(fc.property(tree, (value) => void outcome(JSON.stringify(value))));
    fc.assert(fc.property(tree, (value) => void outcome(stringify({ steps: [value], expect: value }))));
  });

  it('written from variables is read back', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          fc.jsonValue(),
        ),
        (variables) => {
          const same = JSON.parse(JSON.stringify(variables)) as unknown;
          const [step] = read(JSON.stringify({ steps: [{ signal: { name: 's', variables } }] })).steps;
          expect(step?.with).toEqual({ name: 's', variables: same });
        },
      ),
    );
  });
});
