/** A BPMN document around the elements of a test's model; prefixes bpmn, zeebe and xsi are declared. */
export const bpmnDocument = (content: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="http://example.org/tests"
  modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.8.0">
${content}
</bpmn:definitions>`;
