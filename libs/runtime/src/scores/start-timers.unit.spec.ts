import { compileScore } from '@partitura/bpmn';
import { firing, StartTimerError, startTimersOf } from './start-timers';

const NOW = Date.parse('2026-01-01T00:00:30Z');

const score = (timer: string) =>
  compileScore(`<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="n">
    <bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="begin"><bpmn:timerEventDefinition>${timer}</bpmn:timerEventDefinition></bpmn:startEvent>
    <bpmn:sequenceFlow id="f" sourceRef="begin" targetRef="done" /><bpmn:endEvent id="done" /></bpmn:process></bpmn:definitions>`);

const cycle = (text: string) =>
  score(`<bpmn:timeCycle xsi:type="bpmn:tFormalExpression">${text}</bpmn:timeCycle>`);
const date = (text: string) =>
  score(`<bpmn:timeDate xsi:type="bpmn:tFormalExpression">${text}</bpmn:timeDate>`);

/** The times at which a timer fires, as ISO 8601. */
async function firings(model: ReturnType<typeof score>, max: number): Promise<string[]> {
  const times: string[] = [];
  let [row] = startTimersOf(await model, NOW).map((timer) => ({ ...timer, score: '1' }));
  while (row && times.length < max) {
    times.push(new Date(row.due).toISOString());
    const { nextDue }: { nextDue?: number } = firing(row);
    row =
      nextDue === undefined ? undefined : { ...row, due: nextDue, left: row.left < 0 ? -1 : row.left - 1 };
  }
  return times;
}

it.each([
  ['R2/PT1H', ['2026-01-01T01:00:30.000Z', '2026-01-01T02:00:30.000Z']],
  ['R/PT1M', ['2026-01-01T00:01:30.000Z', '2026-01-01T00:02:30.000Z', '2026-01-01T00:03:30.000Z']],
  ['=&quot;R1/PT&quot; + string(2) + &quot;M&quot;', ['2026-01-01T00:02:30.000Z']],
  ['0 0 * * * *', ['2026-01-01T01:00:00.000Z', '2026-01-01T02:00:00.000Z', '2026-01-01T03:00:00.000Z']],
  ['R0/PT1H', []],
])('fires a cycle %s at its times', async (text, times) => {
  expect(await firings(cycle(text), 3)).toEqual(times);
});

it('fires a date once, also one that is past', async () => {
  expect(await firings(date('2026-02-01T00:00:00Z'), 3)).toEqual(['2026-02-01T00:00:00.000Z']);
  expect(await firings(date('2020-01-01T00:00:00Z'), 3)).toEqual(['2020-01-01T00:00:00.000Z']);
  expect(await firings(date('=now() + duration(&quot;PT1H&quot;)'), 3)).toEqual(['2026-01-01T01:00:30.000Z']);
});

it('names the element of a timer that has no value', async () => {
  const model = await date(
    '=if now() &gt; date and time(&quot;2026-01-01T00:00:00Z&quot;) then null else &quot;2020-01-01T00:00:00Z&quot;',
  );
  expect(() => startTimersOf(model, NOW)).toThrow(StartTimerError);
  expect(() => startTimersOf(model, NOW)).toThrow(/^begin: its timer .* null/);
});
