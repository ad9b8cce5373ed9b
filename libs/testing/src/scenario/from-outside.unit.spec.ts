import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as models from '../models/sequence';
import { runScenarios } from './run-scenarios';

const {
  callActivity,
  catchEvent,
  decisionModel,
  decisionTask,
  messageElement,
  sequence,
  signalElement,
  startEvent,
  throwEvent,
  userTask,
} = models;

const paid = messageElement('Paid', '=k');
const signal = signalElement('S');
const waits = (id: string, element = 'wait', ...more: string[]) =>
  sequence(id, [startEvent(), catchEvent(element, ['message', 'Paid']), ...more], paid);
const timed = (id: string, kind: string, value: string) =>
  sequence(id, [
    `<bpmn:startEvent id="begin"><bpmn:timerEventDefinition><bpmn:${kind} xsi:type="bpmn:tFormalExpression">${value}</bpmn:${kind}></bpmn:timerEventDefinition></bpmn:startEvent>`,
    userTask('t'),
  ]);
const note = `${userTask('work')}<bpmn:boundaryEvent id="note" attachedToRef="work" cancelActivity="false"><bpmn:messageEventDefinition messageRef="m-Paid" /></bpmn:boundaryEvent><bpmn:sequenceFlow id="fn" sourceRef="note" targetRef="noted" /><bpmn:endEvent id="noted" />`;

const files: Readonly<Record<string, string>> = {
  'order.bpmn': waits('order'),
  'order-2.bpmn': waits('order', 'hold', userTask('after')),
  'bill.bpmn': waits('bill'),
  'note.bpmn': sequence('note-process', [startEvent(), note], paid),
  'begin.bpmn': sequence(
    'begins',
    [startEvent(['message', 'Begin']), userTask('work')],
    messageElement('Begin'),
  ),
  'begin-2.bpmn': sequence('begins', [startEvent(), userTask('other')]),
  'alarm.bpmn': sequence('alarm', [startEvent(['signal', 'S']), userTask('u')], signal),
  'shift.bpmn': sequence('shift', [startEvent(), catchEvent('wait', ['signal', 'S'])], signal),
  'shout.bpmn': sequence('shout', [startEvent(), throwEvent('throw', ['signal', 'S'])], signal),
  'multiple.bpmn': sequence(
    'multiple',
    [
      '<bpmn:startEvent id="begin"><bpmn:messageEventDefinition messageRef="m-Begin" /><bpmn:signalEventDefinition signalRef="s-S" /></bpmn:startEvent>',
      userTask('u'),
    ],
    messageElement('Begin') + signal,
  ),
  'called.bpmn': sequence('called', [startEvent(), userTask('one')]),
  'called-2.bpmn': sequence('called', [startEvent(), userTask('two')]),
  'latest.bpmn': sequence('latest', [startEvent(), callActivity('call', 'called', 'latest')]),
  'bound.bpmn': sequence('bound', [startEvent(), callActivity('call', 'called', 'deployment')]),
  'price.dmn': decisionModel('price', '1'),
  'price-2.dmn': decisionModel('price', '2'),
  'decides.bpmn': sequence('decides', [startEvent(), decisionTask('d', 'price', 'latest'), userTask('u')]),
  'decides-bound.bpmn': sequence('decides-bound', [
    startEvent(),
    decisionTask('d', 'price', 'deployment'),
    userTask('u'),
  ]),
  'hourly.bpmn': timed('tick', 'timeCycle', 'R/PT1H'),
  'untimed.bpmn': sequence('tick', [startEvent(), userTask('t')]),
  'daily.bpmn': timed('daily', 'timeCycle', '0 0 8 * * *'),
  'past.bpmn': timed('past', 'timeDate', '2020-01-01T00:00:00Z'),
  'later.bpmn': timed('later', 'timeDate', '=now() + duration("PT2H")'),
  'broken.bpmn': 'no xml',
};

const scenarios: Readonly<Record<string, string>> = {
  'a message reaches each process once, and the oldest instance of each': `
files: [order.bpmn, bill.bpmn]
steps:
  - publish: {message: Paid, key: x, variables: {a: 1}}
  - create: {process: order, as: first, variables: {k: x}}
  - create: {process: bill, as: bill, variables: {k: x}}
  - create: {process: order, as: second, variables: {k: x}}
expect:
  instances: {first: {state: completed, variables: {a: 1}}, bill: {state: completed}, second: {state: active}}`,
  'a message that was received waits for a process that is deployed later': `
files: [order.bpmn]
steps:
  - publish: {message: Paid, key: x}
  - create: {process: order, as: order, variables: {k: x}}
  - deploy: {files: [bill.bpmn]}
  - create: {process: bill, as: bill, variables: {k: x}}
expect: {instances: {order: {state: completed}, bill: {state: completed}}}`,
  'a message is there until its time-to-live ends': `
files: [order.bpmn]
steps:
  - publish: {message: Paid, key: x, ttl: PT10S}
  - publish: {message: Paid, key: y, ttl: PT10S}
  - advance: PT9S
  - create: {process: order, as: early, variables: {k: x}}
  - advance: PT1S
  - create: {process: order, as: late, variables: {k: y}}
expect: {instances: {early: {state: completed}, late: {state: active}}}`,
  'a message without a time-to-live reaches who waits, and its id stays free': `
files: [order.bpmn]
steps:
  - create: {process: order, as: first, variables: {k: x}}
  - create: {process: order, as: second, variables: {k: x}}
  - publish: {message: Paid, key: x, id: i, ttl: PT0S, variables: {n: 1}}
  - publish: {message: Paid, key: x, id: i, ttl: PT0S, variables: {n: 2}}
  - publish: {message: Paid, key: x, ttl: PT0S}
  - create: {process: order, as: third, variables: {k: x}}
expect:
  instances: {first: {variables: {n: 1}}, second: {variables: {n: 2}}, third: {state: active}}`,
  'an id is taken while its message is buffered, also when it was received': `
files: [order.bpmn]
steps:
  - publish: {message: Paid, key: x, id: i, variables: {n: 1}}
  - create: {process: order, as: first, variables: {k: x}}
  - publish: {message: Paid, key: x, id: i, variables: {n: 2}}
  - create: {process: order, as: second, variables: {k: x}}
  - advance: PT1H
  - publish: {message: Paid, key: x, id: i, variables: {n: 3}}
expect: {instances: {first: {variables: {n: 1}}, second: {variables: {n: 3}}}}`,
  'an event that stays takes every message': `
files: [note.bpmn]
steps:
  - publish: {message: Paid, key: x}
  - publish: {message: Paid, key: x}
  - create: {process: note-process, as: main, variables: {k: x}}
  - publish: {message: Paid, key: x}
  - complete: {task: work}
expect: {instances: {main: {state: completed}}, counts: {note: 3}}`,
  'a migrated instance keeps waiting for its message': `
files: [order.bpmn]
steps:
  - create: {process: order, as: main, variables: {k: x}}
  - deploy: {files: [order-2.bpmn]}
  - migrate: {instance: main, toVersion: 2, mapping: {wait: hold}}
  - publish: {message: Paid, key: x}
expect: {active: [after]}`,
  'a cancelled instance leaves the message to the next one': `
files: [order.bpmn]
steps:
  - create: {process: order, as: first, variables: {k: x}}
  - cancel: {instance: first}
  - publish: {message: Paid, key: x}
  - create: {process: order, as: second, variables: {k: x}}
expect: {instances: {first: {state: canceled}, second: {state: completed}}}`,
  'one instance at a time begins for a key, and the message waits': `
files: [begin.bpmn]
steps:
  - publish: {message: Begin, key: x, variables: {n: 1}}
  - publish: {message: Begin, key: x, variables: {n: 2}}
  - publish: {message: Begin, key: x, ttl: PT0S, variables: {n: 3}}
  - publish: {message: Begin, key: y, variables: {n: 4}}
  - expect: {instances: {begins: {variables: {n: 1}}, begins#2: {variables: {n: 4}}}, counts: {begin: 2}}
  - complete: {task: work}
  - expect: {instances: {begins: {state: completed}, begins#3: {variables: {n: 2}}}}
  - redeliver: {}
  - crash: {}
  - complete: {task: work}
  - complete: {task: work}
  - advance: PT1H
expect: {counts: {begin: 3}, active: []}`,
  'every message without a key begins an instance, and one of an id': `
files: [begin.bpmn]
steps:
  - publish: {message: Begin}
  - publish: {message: Begin}
  - publish: {message: Begin, id: i}
  - publish: {message: Begin, id: i}
expect: {counts: {begin: 3}}`,
  'start events follow the newest version': `
files: [begin.bpmn, hourly.bpmn]
steps:
  - publish: {message: Begin}
  - advance: PT2H
  - deploy: {files: [begin-2.bpmn, untimed.bpmn]}
  - publish: {message: Begin}
  - advance: PT5H
expect: {counts: {begins/begin: 1, tick/begin: 2}}`,
  'a signal reaches everyone who waits, and begins a process, once': `
files: [alarm.bpmn, shift.bpmn, shout.bpmn]
steps:
  - create: {process: shift, as: one}
  - create: {process: shift, as: two}
  - create: {process: shout, as: shout}
  - crash: {}
  - create: {process: shift, as: late}
  - redeliver: {}
  - expect: {instances: {one: {state: completed}, two: {state: completed}, late: {state: active}}}
  - signal: {name: S, variables: {v: 1}}
expect: {instances: {late: {variables: {v: 1}}, alarm: {state: active}, alarm#2: {variables: {v: 1}}}}`,
  'a multiple start event begins with each of its triggers': `
files: [multiple.bpmn]
steps:
  - publish: {message: Begin, variables: {a: 1}}
  - signal: {name: S, variables: {b: 2}}
expect: {instances: {multiple: {variables: {a: 1}}, multiple#2: {variables: {b: 2}}}}`,
  'bindings choose among versions': `
files: [called.bpmn, latest.bpmn, bound.bpmn, price.dmn, decides.bpmn, decides-bound.bpmn]
steps:
  - deploy: {files: [called-2.bpmn, price-2.dmn]}
  - create: {process: latest, as: a}
  - create: {process: bound, as: b}
  - create: {process: decides, as: c}
  - create: {process: decides-bound, as: d}
expect:
  active: [two, one, u, u]
  instances: {c: {variables: {result: 2}}, d: {variables: {result: 1}}}`,
  'what is bound to its deployment must be in it': `
files: [bound.bpmn]
expect: {rejected: {message: call}}`,
  'what is called may be deployed later': `
files: [latest.bpmn, decides.bpmn]
steps:
  - create: {process: latest, as: a}
  - create: {process: decides, as: d}
  - expect: {incidents: [{element: call, type: CALLED_ELEMENT}, {element: d, type: DECISION}]}
  - deploy: {files: [called.bpmn, price.dmn]}
  - resolve: {element: call}
  - resolve: {element: d}
expect: {active: [one, u], incidents: []}`,
  'a deployment is all or nothing': `
files: [called.bpmn]
steps:
  - deploy: {files: [called-2.bpmn, broken.bpmn]}
  - create: {process: called, as: main}
expect: {rejected: true, active: [one]}`,
  'one id twice is refused': `
files: [called.bpmn, called-2.bpmn]
expect: {rejected: {message: called}}`,
  'timers begin processes at their times': `
files: [daily.bpmn, past.bpmn, later.bpmn]
clock: 2026-01-01T00:00:00Z
steps:
  - expect: {instances: {past: {state: active}}, counts: {begin: 1}}
  - advance: PT8H
  - expect: {instances: {daily: {state: active}, later: {state: active}}}
  - advance: P2D
expect: {counts: {daily/begin: 3, later/begin: 1, past/begin: 1}}`,
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'partitura-outside-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each(Object.entries(scenarios))('%s', async (name, text) => {
  const file = join(folder, 'one.scenario.yaml');
  writeFileSync(file, `name: ${name.replaceAll(':', ' ')}${text}`);
  const { cases, invalid } = await runScenarios([file]);
  expect((invalid ?? []).map(({ message }) => message)).toEqual([]);
  expect(cases.map(({ status, reason }) => [status, reason])).toEqual([['passed', undefined]]);
});
