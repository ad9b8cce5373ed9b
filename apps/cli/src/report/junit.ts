import type { ScenarioCase, ScenarioReport } from '@partitura/testing';
import { failureText } from './failure-text';

/**
 * The report as JUnit XML, the form that CI servers read: a suite for each file, a case for each scenario. Times are
 * in seconds.
 */
export function junitXml({ cases }: ScenarioReport): string {
  const files = [...new Set(cases.map(({ file }) => file))];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'partitura', ...counts(cases) })}>`,
    ...files.flatMap((file) =>
      suite(
        file,
        cases.filter((one) => one.file === file),
      ),
    ),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(file: string, cases: readonly ScenarioCase[]): string[] {
  return [
    `  <testsuite${attributes({ name: file, ...counts(cases) })}>`,
    ...cases.flatMap((one) => testCase(one)),
    '  </testsuite>',
  ];
}

function testCase(one: ScenarioCase): string[] {
  const opening = `    <testcase${attributes({ name: one.name, classname: one.file, time: seconds(one.ms) })}`;
  if (one.status === 'passed') return [`${opening} />`];
  const message = one.reason?.split('\n')[0] ?? 'failed';
  return [
    `${opening}>`,
    `      <failure${attributes({ message, type: 'scenario' })}>${escape(failureText(one).join('\n'))}</failure>`,
    '    </testcase>',
  ];
}

function counts(cases: readonly ScenarioCase[]): Record<string, string> {
  return {
    tests: String(cases.length),
    failures: String(cases.filter(({ status }) => status === 'failed').length),
    errors: '0',
    time: seconds(cases.reduce((sum, { ms }) => sum + ms, 0)),
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escape(value)}"`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** Control characters and halves of pairs, which XML cannot write in any way, not even as references. */
const UNWRITABLE = /[^\t\n\P{Cc}]|[\p{Cs}\ufffe\uffff]/gu;

function escape(text: string): string {
  return text
    .replace(UNWRITABLE, '\ufffd')
    .replace(/[&<>"\n\t]/g, (character) => ENTITIES[character] ?? character);
}
