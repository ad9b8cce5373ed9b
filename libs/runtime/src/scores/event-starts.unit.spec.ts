import { compileScore, type Score } from '@partitura/bpmn';
import { caughtNames } from './event-starts';

const score = (name: string): Promise<Score> =>
  compileScore(`<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="n">
    <bpmn:collaboration id="c"><bpmn:participant id="pool" name="shop" processRef="p" /><bpmn:participant id="outside" name="customer" />
    <bpmn:messageFlow id="m" sourceRef="tell" targetRef="outside" /></bpmn:collaboration>
    <bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="begin" />
    <bpmn:endEvent id="tell"><bpmn:messageEventDefinition messageRef="told" /></bpmn:endEvent>
    <bpmn:receiveTask id="wait" messageRef="heard" />
    <bpmn:sequenceFlow id="a" sourceRef="begin" targetRef="wait" /><bpmn:sequenceFlow id="b" sourceRef="wait" targetRef="tell" />
    </bpmn:process>
    <bpmn:message id="heard" name="${name}"><bpmn:extensionElements><zeebe:subscription correlationKey="=id" /></bpmn:extensionElements></bpmn:message>
    <bpmn:message id="told" name="told"><bpmn:extensionElements><zeebe:subscription correlationKey="=id" /></bpmn:extensionElements></bpmn:message>
    </bpmn:definitions>`);

it('names the messages that are waited for, not those that are thrown', async () => {
  expect(caughtNames(await score('heard'))).toEqual(['heard']);
});

it('stands for any name where it is computed', async () => {
  expect(caughtNames(await score('=kind'))).toEqual([undefined]);
});
