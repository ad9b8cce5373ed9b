import { ScoreRefusedError } from '@partitura/bpmn';
import { z } from 'zod';

const form = z.object({
  id: z.string().min(1),
  versionTag: z.string().optional(),
  components: z.array(z.unknown()),
});

/** Reads a Camunda form, which is kept as it is. Throws `ScoreRefusedError`. */
export function readForm(content: string): { readonly id: string; readonly versionTag?: string } {
  const refuse = (message: string): never => {
    throw new ScoreRefusedError([{ rule: 'form', element: 'form', message }]);
  };
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    return refuse('The form is no JSON. Save it as a form from a modeler.');
  }
  const read = form.safeParse(json);
  return read.success
    ? read.data
    : refuse('The form has no id or no list of components. Save it as a form from a modeler.');
}
