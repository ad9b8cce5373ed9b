import type { TckReport } from '@partitura/testing';
import { WorkingFolder } from '../testing/run-here';

const model = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="t">
<inputData id="i" name="age"><variable name="age" typeRef="number" /></inputData>
<decision id="adult" name="adult"><variable name="adult" /><informationRequirement><requiredInput href="#i" /></informationRequirement>
<literalExpression><text>age >= 18</text></literalExpression></decision></definitions>`;

const testCase = (id: string, age: number, expected: boolean): string => `<testCase id="${id}">
<inputNode name="age"><value xsi:type="xsd:decimal">${age}</value></inputNode>
<resultNode name="adult" type="decision"><expected><value xsi:type="xsd:boolean">${expected}</value></expected></resultNode></testCase>`;

const cases = (...list: string[]): string =>
  `<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><modelName>adult.dmn</modelName>${list.join('')}</testCases>`;

describe('partitura dmn-tck', () => {
  let folder: WorkingFolder;
  beforeEach(() => {
    folder = new WorkingFolder();
    folder.write('kit/adult/adult.dmn', model);
  });
  afterEach(() => folder.remove());

  test('runs the cases below a folder', async () => {
    folder.write('kit/adult/adult-test.xml', cases(testCase('1', 20, true), testCase('2', 3, false)));
    const { status, stdout } = await folder.run('dmn-tck', 'kit');
    expect(status).toBe(0);
    expect(stdout).toContain('2 passed, 0 failed');
  });

  test('reports in JSON what fails, and why', async () => {
    folder.write('kit/adult/adult-test.xml', cases(testCase('1', 20, true), testCase('2', 3, true)));
    const { status, stdout } = await folder.run('dmn-tck', 'kit', '--json');
    expect(status).toBe(1);
    const report = JSON.parse(stdout) as TckReport;
    expect(report).toMatchObject({ passed: 1, failed: 1, total: 2 });
    expect(report.cases[0]).toEqual({
      file: 'adult/adult-test.xml',
      id: '1',
      status: 'passed',
      reason: null,
    });
    expect(report.cases[1]).toMatchObject({
      id: '2',
      status: 'failed',
      reason: expect.any(String) as string,
    });
    expect((await folder.run('dmn-tck', 'kit')).stdout).toContain('1 passed, 1 failed');
  });

  test.each(['kit', 'nowhere', 'kit/adult/adult.dmn'])('there is nothing to run in %s', async (path) => {
    const { status, stdout, stderr } = await folder.run('dmn-tck', path);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/ Name a folder with .*\n$/);
  });
});
