import { ScoreRefusedError } from '../problem';
import { definitions, processOf } from '../testing/model-xml';
import { readModel } from './read-model';
import { changesOf } from './testing/changes';
import { differences } from './testing/differences';
import { xmlTree } from './testing/xml-tree';
import { writeModel } from './write-model';

const written = async (xml: string): Promise<string> => writeModel(await readModel(xml));

async function refusals(xml: string): Promise<readonly string[]> {
  try {
    await readModel(xml);
    return [];
  } catch (error) {
    if (error instanceof ScoreRefusedError)
      return error.problems.map(({ rule, element }) => `${rule} ${element}`);
    throw error;
  }
}

const vendor = 'xmlns:v="https://vendor.example"';
const extended = (content: string): string =>
  processOf(`<task id="task"><extensionElements>${content}</extensionElements></task>`);

describe('a model stays what it is', () => {
  test.each([
    ['references that lead out of the file', '<sequenceFlow id="f" sourceRef="a" targetRef="other:b" />'],
    [
      'missing references in a list, in their place',
      '<task id="task"><incoming>one</incoming><incoming>f</incoming><incoming>two</incoming></task><sequenceFlow id="f" sourceRef="task" targetRef="task" />',
    ],
    [
      'values that are the default anyway',
      '<startEvent id="s" isInterrupting="true" parallelMultiple="false" />',
    ],
    ['attributes of other vendors', `<task id="task" ${vendor} v:colour="red" v:size="1" />`],
    ['lines in a name', '<task id="task" name="Pack&#10;parcel&#13;&#9;now" />'],
    [
      'quotes, ampersands and what lies beyond ASCII',
      '<task id="task" name="&quot;Größe&quot; &lt; &amp; 📦 &apos;" />',
    ],
    [
      'text with markup in it',
      '<task id="task"><documentation><![CDATA[<b>bold</b> & so on]]></documentation></task>',
    ],
    ['a script', '<scriptTask id="t"><script>a &lt; b\n  &amp;&amp; c</script></scriptTask>'],
    [
      'a typed expression',
      '<sequenceFlow id="f" sourceRef="a" targetRef="a"><conditionExpression xsi:type="bpmn:tFormalExpression" language="feel">=x &gt; 1</conditionExpression></sequenceFlow><task id="a" />',
    ],
    [
      'artefacts, data and lanes',
      '<laneSet id="lanes"><lane id="lane"><flowNodeRef>task</flowNodeRef></lane></laneSet><task id="task"><property id="p" name="x" /></task><dataObjectReference id="r" dataObjectRef="d" /><dataObject id="d" isCollection="true" /><textAnnotation id="t"><text>A\n  remark</text></textAnnotation><association id="as" sourceRef="task" targetRef="t" associationDirection="One" />',
    ],
  ])('%s', async (_, content) => {
    expect(await changesOf(processOf(content))).toEqual([]);
  });

  test.each([
    [
      'of Camunda 8',
      '<zeebe:taskDefinition type="=a" retries="3" /><zeebe:properties><zeebe:property name="a" value="b" /></zeebe:properties>',
    ],
    [
      'of Camunda 7',
      '<camunda:inputOutput><camunda:inputParameter name="a"><camunda:list><camunda:value>1</camunda:value></camunda:list></camunda:inputParameter></camunda:inputOutput>',
    ],
    ['nested', `<v:a ${vendor} x="1"><v:b><v:c>text</v:c></v:b><v:b /></v:a>`],
    ['with attributes of their own namespace', `<v:a ${vendor} x="1" v:x="2" />`],
    ['with attributes named as methods', `<v:a ${vendor} get="1" set="2" id="3" constructor="4" />`],
    [
      'whose namespace has two prefixes',
      `<v:a ${vendor} xmlns:w="https://vendor.example" w:x="1"><w:b /></v:a>`,
    ],
    [
      'of two namespaces with one prefix, side by side',
      `<v:a ${vendor} /><v:a xmlns:v="https://other.example" x="1" />`,
    ],
  ])('extension elements %s', async (_, content) => {
    expect(await changesOf(extended(content))).toEqual([]);
  });

  test('other prefixes than the usual', async () => {
    const plain =
      '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="p"><task id="t" /></process></definitions>';
    const odd = plain.replace('xmlns=', 'xmlns:semantic=').replaceAll(/<(\/?)/g, '<$1semantic:');
    const foreign = plain.replace(
      '<task id="t" />',
      '<extensionElements><a xmlns="https://vendor.example" x="1"><b>text</b></a></extensionElements>',
    );
    expect(await changesOf(plain)).toEqual([]);
    expect(await changesOf(odd)).toEqual([]);
    expect(await changesOf(foreign)).toEqual([]);
  });

  test('line ends of another system, and lines within attributes, mean what XML says they mean', async () => {
    const xml = processOf(
      '<task id="task" name="Pack\nparcel"><documentation>one\ntwo</documentation></task>',
    );
    expect(await changesOf(xml)).toEqual([]);
    expect(await written(xml.replaceAll('\n', '\r\n'))).toBe(await written(xml));
    expect(await written(xml)).toContain('name="Pack parcel"');
  });

  test('writing leaves the model as it was', async () => {
    const model = await readModel(extended(`<v:a ${vendor} v:x="1" />`));
    expect(await writeModel(model)).toBe(await writeModel(model));
  });
});

describe('what would be lost is refused', () => {
  test.each([
    ['no XML', 'a text', ['not-xml definitions']],
    ['other XML', '<html />', ['unreadable-model definitions']],
    ['broken XML', `${processOf('')}<`, ['unreadable-model definitions']],
    ['entities', `<!DOCTYPE x [<!ENTITY a "b">]>${processOf('')}`, ['entity-declaration definitions']],
    ['ids twice', processOf('<task id="task" /><task id="task" />'), ['duplicate-id task']],
    ['elements that BPMN does not know', processOf('<robot id="robot" />'), ['unknown-content definitions']],
    [
      'text and elements mixed',
      extended(`<v:a ${vendor}>some <v:b>bold</v:b> text</v:a>`),
      ['mixed-content a in extensionElements in task'],
    ],
    [
      'a prefix for two namespaces within each other',
      extended(`<v:a ${vendor}><v:b xmlns:v="https://other.example" /></v:a>`),
      ['namespaces b in a in extensionElements in task'],
    ],
    [
      "BPMN's usual prefix for something else",
      processOf('')
        .replace('xmlns:bpmn', 'xmlns:b')
        .replaceAll('bpmn:', 'b:')
        .replace('id="process"', 'id="process" xmlns:bpmn="https://vendor.example" bpmn:x="1"'),
      ['namespaces process'],
    ],
    ['an id that is none', definitions('<process id="a b" />'), ['unknown-content definitions']],
  ])('%s', async (_, xml, expected) => {
    expect(await refusals(xml)).toEqual(expected);
  });
});

describe('the comparison of documents', () => {
  const tree = xmlTree(processOf('<task id="task" name="Pack"><documentation>x</documentation></task>'));
  const against = (content: string): readonly string[] => differences(tree, xmlTree(processOf(content)));

  test.each([
    '<task id="task" name="Send"><documentation>x</documentation></task>',
    '<task id="task" name="Pack"><documentation>y</documentation></task>',
    '<task id="task" name="Pack" />',
    '<userTask id="task" name="Pack"><documentation>x</documentation></userTask>',
    '<task id="task" name="Pack" isForCompensation="false"><documentation>x</documentation></task>',
  ])('sees that it is another one: %s', (content) => {
    expect(against(content)).not.toEqual([]);
  });

  test('sees no difference in what does not count', () => {
    expect(
      against(`<task name='Pack' id="task" >\n<documentation> x </documentation><!-- no -->\n</task >`),
    ).toEqual([]);
  });
});
