type Choose = <Item>(items: readonly Item[]) => Item | undefined;

const NAMESPACES =
  'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"';

/** Diagrams of the elements of a model, in any order; the second one shows less. */
export function drawn(model: string, diagrams: number, choose: Choose): string {
  const nodes = [
    ...model.matchAll(/<(participant|\w+Event|\w+Task|subProcess|textAnnotation) id="([^"]+)"/g),
  ];
  const edges = [...model.matchAll(/<(sequenceFlow|messageFlow|association) id="([^"]+)"/g)];
  return Array.from({ length: diagrams }, (_, number) => {
    const shown = [
      ...nodes.map(([, type, id = ''], place) => shape(type === 'participant', id, place, number)),
      ...edges.map(([, , id = ''], place) => edge(id, place, number)),
    ].filter(() => number === 0 || choose([true, false]));
    const shuffled = shown
      .map((xml) => ({ xml, rank: choose([0, 1, 2, 3, 4]) ?? 0 }))
      .sort((one, other) => one.rank - other.rank)
      .map(({ xml }) => xml);
    return `<bpmndi:BPMNDiagram ${NAMESPACES} id="diagram${number}"><bpmndi:BPMNPlane bpmnElement="whole">${shuffled.join('')}</bpmndi:BPMNPlane><bpmndi:BPMNLabelStyle id="style${number}"><dc:Font name="Arial" size="11" /></bpmndi:BPMNLabelStyle></bpmndi:BPMNDiagram>`;
  }).join('');
}

function shape(isPool: boolean, id: string, place: number, number: number): string {
  const size = isPool ? 'width="900" height="200"' : 'width="36" height="36"';
  return `<bpmndi:BPMNShape id="${id}di${number}" bpmnElement="${id}"><dc:Bounds x="${place * 50}" y="${isPool ? place * 220 : 40}" ${size} /></bpmndi:BPMNShape>`;
}

function edge(id: string, place: number, number: number): string {
  return `<bpmndi:BPMNEdge id="${id}di${number}" bpmnElement="${id}"><di:waypoint x="${place}" y="0" /><di:waypoint x="${place}" y="90.5" /></bpmndi:BPMNEdge>`;
}
