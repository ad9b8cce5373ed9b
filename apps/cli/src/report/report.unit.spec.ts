import type { ScenarioCase, ScenarioReport } from '@partitura/testing';
import { coverageTable } from './coverage-table';
import { describeScenario, describeTotals } from './describe-scenarios';
import { junitXml } from './junit';
import { scenarioJson } from './scenario-json';

const plain = (_style: unknown, text: string): string => text;

const passed: ScenarioCase = {
  file: 'a.scenario.yaml',
  name: 'all goes well',
  status: 'passed',
  ms: 12.34,
  path: [],
};
const failed: ScenarioCase = {
  file: 'models/b.scenario.yaml',
  name: 'a <declined> card & "more"',
  status: 'failed',
  reason: 'One expectation does not hold.',
  ms: 2,
  at: 'expect',
  differences: [{ what: 'calls', expected: '[charge, ship]', actual: '[charge,\n refund]' }],
  path: [{ instance: 'main', elements: ['Start', 'Charge'] }],
};
const report: ScenarioReport = { cases: [passed, failed] };

describe('for people', () => {
  test('a scenario that passed takes a line', () => {
    expect(describeScenario(passed, plain)).toBe('✔ all goes well 12 ms\n');
  });

  test('one that failed shows expected against actual, and the way of the tokens', () => {
    expect(describeScenario(failed, plain)).toBe(
      [
        '✘ a <declined> card & "more" 2 ms',
        '    models/b.scenario.yaml',
        '    at the end',
        '    calls',
        '      expected [charge, ship]',
        '      actual   [charge,',
        '                refund]',
        '    path of main: Start → Charge',
        '',
      ].join('\n'),
    );
  });

  test('the step that failed is named', () => {
    expect(describeScenario({ ...failed, at: 'step 3 (advance)' }, plain)).toContain(
      '    at step 3 (advance)\n',
    );
  });

  test('the totals', () => {
    expect(describeTotals(report.cases, plain)).toBe('\n1 passed, 1 failed\n');
  });

  test('coverage is a table with what was not taken', () => {
    const models = [
      {
        file: 'order.bpmn',
        process: 'order',
        elements: ['Start', 'Charge', 'Refund'].map((id, index) => ({ id, taken: 2 - index })),
        flows: [{ id: 'f', taken: 1 }],
      },
      { file: 'b.bpmn', process: 'empty', elements: [], flows: [] },
    ];
    expect(coverageTable(models, plain)).toEqual([
      'model              elements      flows',
      'order.bpmn order   2/3 66 %  1/1 100 %',
      '  not taken: Refund',
      'b.bpmn empty      0/0 100 %  0/0 100 %',
    ]);
  });
});

describe('for machines', () => {
  test('JSON has exactly the fields that are promised', () => {
    expect(scenarioJson(report)).toEqual({
      passed: 1,
      failed: 1,
      cases: [
        { file: 'a.scenario.yaml', name: 'all goes well', status: 'passed', reason: null, ms: 12.34 },
        {
          file: 'models/b.scenario.yaml',
          name: 'a <declined> card & "more"',
          status: 'failed',
          reason: 'One expectation does not hold.',
          ms: 2,
        },
      ],
    });
    expect(scenarioJson({ ...report, coverage: [] })).toHaveProperty('coverage', []);
  });

  test('JUnit XML has a suite for each file', () => {
    expect(junitXml(report)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="partitura" tests="2" failures="1" errors="0" time="0.014">
  <testsuite name="a.scenario.yaml" tests="1" failures="0" errors="0" time="0.012">
    <testcase name="all goes well" classname="a.scenario.yaml" time="0.012" />
  </testsuite>
  <testsuite name="models/b.scenario.yaml" tests="1" failures="1" errors="0" time="0.002">
    <testcase name="a &lt;declined&gt; card &amp; &quot;more&quot;" classname="models/b.scenario.yaml" time="0.002">
      <failure message="One expectation does not hold." type="scenario">at the end&#10;calls&#10;  expected [charge, ship]&#10;  actual   [charge,&#10;            refund]&#10;path of main: Start → Charge</failure>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  test('what XML cannot hold is replaced', () => {
    const odd = { ...failed, name: 'a\u0000\u001b[31mb\ud800\uffff\t📦' };
    expect(junitXml({ cases: [odd] })).toContain('name="a\ufffd\ufffd[31mb\ufffd\ufffd&#9;📦"');
  });
});
