import { end, fork, model, play, start, task, work } from './fixtures/play';

const files = (models: Readonly<Record<string, string>>): string =>
  `files: [${Object.keys(models)
    .map((name) => `${name}.bpmn`)
    .join(', ')}]\n`;

/** Why the scenario fails; undefined when it passes. */
const failure = async (models: Readonly<Record<string, string>>, text: string): Promise<string | undefined> =>
  (await play(files(models) + text, models)).reason;

describe('scripted workers', () => {
  it('answer call by call, and the last answer repeats', async () => {
    const models = {
      loop: model(
        'loop',
        `${start}${task('Work', 'work')}<bpmn:exclusiveGateway id="enough" default="enough-Work" />${end}
         <bpmn:sequenceFlow id="done" sourceRef="enough" targetRef="end">
           <bpmn:conditionExpression>=n = 3</bpmn:conditionExpression></bpmn:sequenceFlow>`,
        'start > Work > enough > Work',
      ),
    };
    expect(
      await failure(
        models,
        `workers: {work: [{complete: {n: 1}}, {complete: {n: 3}}]}
steps: [{create: {process: loop}}, {create: {process: loop}}]
expect: {calls: [work, work, work], counts: {Work: 3, end: 2}}`,
      ),
    ).toBeUndefined();
  });

  it('answer the oldest job first, a retry as the same job', async () => {
    expect(
      await failure(
        fork,
        `workers: {a: [{fail: {message: busy}}, {complete: {}}], b: [{complete: {}}]}
steps: [{create: {process: fork, as: main}}]
expect: {calls: [a, a, b], instances: {main: {state: completed}}}`,
      ),
    ).toBeUndefined();
  });

  it('leave a type that is not listed to the steps', async () => {
    expect(
      await failure(
        fork,
        `workers: {a: [{complete: {}}]}
steps:
  - create: {process: fork, as: main}
  - expect: {active: [B], calls: [a]}
  - complete: {job: b, variables: {x: 1}}
expect: {calls: [a], instances: {main: {state: completed, variables: {x: 1.0}}}}`,
      ),
    ).toBeUndefined();
  });

  it('receive the variables of their job', async () => {
    const run = (inputs: string) =>
      failure(
        work,
        `workers: {work: [{complete: {}}]}
steps: [{create: {process: work, variables: {a: {b: [1, null]}, c: 2}}}]
expect: {inputs: {work: ${inputs}}}`,
      );
    expect(await run('[{a: {b: [1, null]}}]')).toBeUndefined();
    expect(await run('[]')).toBeUndefined();
    expect(await run('[{a: {b: [1]}}]')).toMatch('inputs.work[1].a');
    expect(await run('[{}, {c: 2}]')).toMatch('no such call');
  });

  it('stop a scenario that calls them for ever', async () => {
    const models = {
      loop: model(
        'loop',
        `${start}<bpmn:exclusiveGateway id="again" />${task('Work', 'work')}`,
        'start > again > Work > again',
      ),
    };
    const text = 'workers: {work: [{complete: {}}]}\nsteps: [{create: {process: loop}}]';
    expect(await failure(models, text)).toMatch('20000 worker calls');
  });
});

describe('steps', () => {
  it('answer the oldest job of a type, by all that can come of it', async () => {
    expect(
      await failure(
        work,
        `steps:
  - create: {process: work, as: one}
  - create: {process: work, as: two}
  - fail: {job: work, backoff: PT10S}
  - complete: {job: work}
  - expect: {instances: {one: {state: active}, two: {state: completed}}, active: [Work]}
  - advance: PT10S
  - error: {job: work, code: BROKEN, message: pity}
  - expect: {incidents: [{element: Work, type: UNHANDLED_ERROR}], instances: {one: {state: incident}}}`,
      ),
    ).toBeUndefined();
  });

  it('take one retry where they do not say how many are left', async () => {
    expect(
      await failure(
        work,
        `steps:
  - create: {process: work}
  - fail: {job: work}
  - fail: {job: work}
  - expect: {incidents: []}
  - fail: {job: work}
  - expect: {incidents: [{element: Work, type: JOB_NO_RETRIES}], active: [Work]}
  - complete: {job: work, refused: true}
  - resolve: {element: Work}
  - expect: {incidents: [], active: [Work]}
  - complete: {job: work}
expect: {counts: {Work: 1}}`,
      ),
    ).toBeUndefined();
  });

  it('fail the scenario when they find nothing to act on', async () => {
    expect(await failure(work, 'steps: [{complete: {job: work}}]')).toMatch('No job work waits');
    expect(await failure(work, 'steps: [{create: {process: work}}, {complete: {task: Work}}]')).toMatch(
      'Waiting: work',
    );
    expect(await failure(work, 'steps: [{cancel: {instance: main}}]')).toMatch('There is no instance main');
    expect(await failure(work, 'steps: [{resolve: {element: Work}}]')).toMatch('no incident at Work');
    expect(await failure(work, 'steps: [{create: {process: other}}]')).toMatch('no process other');
  });

  it('fail the scenario when they are refused, or are not though they should be', async () => {
    const twice =
      'steps: [{create: {process: work, as: a}}, {cancel: {instance: a}}, {cancel: {instance: a}}]';
    expect(await failure(work, twice)).toMatch('It was refused');
    const once = 'steps: [{create: {process: work, as: a}}, {cancel: {instance: a, refused: true}}]';
    expect(await failure(work, once)).toMatch('should have been refused');
  });

  it('address the latest job there was when a refusal is expected and none waits', async () => {
    expect(
      await failure(
        work,
        `workers: {work: [{complete: {}}]}
steps:
  - create: {process: work, as: main}
  - complete: {job: work, variables: {late: true}, refused: true}
  - error: {job: work, code: X, refused: true}
  - fail: {job: work, refused: true}
expect: {calls: [work], instances: {main: {state: completed, absent: [late]}}}`,
      ),
    ).toBeUndefined();
  });

  it('begin nothing when the same saga id is begun again', async () => {
    expect(
      await failure(
        work,
        `steps:
  - create: {process: work, sagaId: s-1, as: one}
  - create: {process: work, sagaId: s-1, as: again}
  - complete: {job: work}
expect: {counts: {Work: 1}, instances: {again: {state: completed}}}`,
      ),
    ).toBeUndefined();
  });

  it('stop the clock at everything that is due on its way', async () => {
    const timer = (id: string, definition: string) =>
      `<bpmn:intermediateCatchEvent id="${id}"><bpmn:timerEventDefinition>
       <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">${definition}</bpmn:timeDuration>
       </bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`;
    const models = {
      wait: model(
        'wait',
        `${start}${timer('First', 'PT1M')}${task('Work', 'work')}${timer('Then', 'PT1M')}${end}`,
        'start > First > Work > Then > end',
      ),
    };
    expect(
      await failure(
        models,
        `workers: {work: [{fail: {backoff: PT30S}}, {complete: {}}]}
steps:
  - create: {process: wait, as: main}
  - advance: PT2M29S
  - expect: {active: [Then], calls: [work, work]}
  - advance: PT1S
expect: {instances: {main: {state: completed}}}`,
      ),
    ).toBeUndefined();
  });

  it('change nothing when everything is delivered once more or memory is lost', async () => {
    expect(
      await failure(
        fork,
        `workers: {a: [{complete: {n: 1}}]}
steps:
  - create: {process: fork, as: main}
  - redeliver: {}
  - crash: {}
  - redeliver: {}
  - expect: {active: [B], calls: [a], counts: {A: 1}}
  - complete: {job: b}
  - redeliver: {}
  - crash: {host: orchestrator}
expect: {calls: [a], counts: {A: 1, B: 1, end: 2}, instances: {main: {state: completed}}}`,
      ),
    ).toBeUndefined();
    expect(await failure(fork, 'steps: [{crash: {host: moon}}]')).toMatch('There is no host moon');
  });
});

describe('deployments', () => {
  const broken = { broken: model('broken', start, 'start > nowhere') };

  it('are a test alone', async () => {
    expect(await failure(work, '')).toBeUndefined();
    expect(await failure(broken, 'steps:\nexpect:')).toMatch('nowhere');
    expect(await failure(broken, 'expect: {rejected: {message: nowhere}}')).toBeUndefined();
    expect(await failure(broken, 'expect: {rejected: {message: elsewhere}}')).toMatch('rejected.message');
    expect(await failure(work, 'expect: {rejected: true}')).toMatch('was accepted');
  });

  it('leave the earlier ones when they are refused', async () => {
    const models = { ...work, ...broken };
    const steps = (asked: string) => `files: [work.bpmn]
workers: {work: [{complete: {}}]}
steps: [{deploy: {files: [broken.bpmn]}}, ${asked} {create: {process: work, as: main}}]
expect: {instances: {main: {state: completed}}}`;
    expect((await play(steps('{expect: {rejected: true}},'), models)).reason).toBeUndefined();
    expect(await play(steps(''), models)).toMatchObject({ status: 'failed', at: 'step 1 (deploy)' });
  });

  it('tell which file is not there', async () => {
    expect((await play('files: [gone.bpmn]', {})).reason).toMatch('gone.bpmn cannot be read');
  });
});

describe('a failed case', () => {
  it('says expected and actual, where, and the way of each instance', async () => {
    const ended = await play(
      `${files(work)}name: does not hold
workers: {work: [{complete: {}}]}
steps: [{create: {process: work}}, {create: {process: work, as: named}}, {expect: {never: [Work]}}]`,
      work,
    );
    expect(ended).toMatchObject({
      name: 'does not hold',
      status: 'failed',
      at: 'step 3 (expect)',
      differences: [{ what: 'never', expected: 'Work is never entered', actual: 'entered 2 times' }],
      path: [
        { instance: 'work', elements: ['start', 'Work', 'end'] },
        { instance: 'named', elements: ['start', 'Work', 'end'] },
      ],
    });
  });

  it.each([
    ['{gone: gone}', 'gone: the placement names it, but no pool has this name'],
    ['{gone: Gone Service}', "'Gone Service' cannot be the name of a host"],
  ])('is the placement %s', async (placement, reason) => {
    const ended = await play(`placement: ${placement}\n${files(work)}`, work);
    expect(ended.reason).toMatch(reason);
  });
});
