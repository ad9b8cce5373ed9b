import * as elements from 'bpmn-elements';
import { Engine } from 'bpmn-engine';
import { BpmnModdle } from 'bpmn-moddle';
import serialize, { TypeResolver } from 'moddle-context-serializer';
import { readModel } from './models';
import type { RunOne } from './partitura';

type Done = (error: Error | null, result?: unknown) => void;

/** The four steps on the library bpmn-engine: the model is read once, each saga is an engine of its own, as it wants it. */
export async function peer(order: Record<string, unknown>): Promise<RunOne> {
  const read = await new BpmnModdle().fromXML(await readModel('four-steps.bpmn'));
  const sourceContext = serialize(read, TypeResolver({ ...elements } as never));
  return () =>
    new Promise<boolean>((resolve, reject) => {
      let steps = 0;
      const step = (_scope: unknown, done: Done): void => {
        steps += 1;
        done(null, { done: true });
      };
      const engine = new Engine({ name: 'four-steps', sourceContext });
      void engine.execute({ variables: { ...order }, services: { step } } as never, (error?: Error) => {
        if (error) reject(error);
        else resolve(steps === 4);
      });
    });
}
