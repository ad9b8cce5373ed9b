import { compileScore } from '../compile-score';
import type { ModelDocument, ModelElement } from '../document/model-document';
import { readModel } from '../document/read-model';
import { writeModel } from '../document/write-model';
import type { ProcessModel } from '../model';
import { childOf } from '../xml/element';
import { declareMarks } from './derived';
import { Explanation } from './explanation';
import { drawMargins, type MarginItem, type PoolMargin, poolsOf } from './margin';
import { addNote, correlations, writeJobs } from './notes';
import { drawTimeouts } from './timeouts';
import { addUndo, drawUndo, UNDO_SIZE } from './undo';

/**
 * The model with what holds without being drawn: timeouts as timers, the undoing of the saga as an event sub-process,
 * default job types and retries, and which messages correlate by the saga id. Everything new is coloured, and carries
 * `partitura:derived`; what was drawn stays as it is, but for pools that grow. For reading, not for deploying.
 *
 * Throws a `ScoreRefusedError` for a model that cannot be deployed.
 */
export async function explainModel(document: ModelDocument): Promise<string> {
  const text = await writeModel(document);
  const score = await compileScore(text);
  const explanation = new Explanation(await readModel(text));
  const { definitions } = explanation.document;
  declareMarks(definitions);
  const pools = poolsOf(definitions);
  const margins: PoolMargin[] = [];
  for (const model of score.processes) {
    drawTimeouts(explanation, model);
    const process = explanation.element(model.id);
    const pool = pools.find((one) => childOf(one, 'processRef') === process);
    if (process && pool) margins.push({ pool, items: explainFragment(explanation, process, model) });
  }
  for (const canvas of explanation.canvases) drawMargins(canvas, margins, pools);
  return writeModel(explanation.document);
}

/** What holds for a fragment as a whole: where to draw it is found out later. */
function explainFragment(
  explanation: Explanation,
  process: ModelElement,
  model: ProcessModel,
): readonly MarginItem[] {
  const undo = addUndo(explanation, process, model);
  const undoing: MarginItem[] = undo
    ? [{ ...UNDO_SIZE, draw: (canvas, at) => drawUndo(canvas, undo, at) }]
    : [];
  const jobs = writeJobs(explanation, model);
  const waits = correlations(model);
  return [
    ...undoing,
    ...note(explanation, process, 'derived: default job types', jobs),
    ...note(explanation, process, 'derived: correlated by the saga id', waits),
  ];
}

const LINE_HEIGHT = 16;
const NOTE_WIDTH = 240;
/** Characters that fit into a line of a note, about. */
const NOTE_COLUMNS = 36;

function note(
  explanation: Explanation,
  process: ModelElement,
  title: string,
  lines: readonly string[],
): MarginItem[] {
  if (lines.length === 0) return [];
  const element = addNote(explanation, process, [title, ...lines].join('\n'));
  const rows = [title, ...lines].reduce((sum, line) => sum + Math.ceil(line.length / NOTE_COLUMNS), 0);
  const size = { width: NOTE_WIDTH, height: rows * LINE_HEIGHT + 12 };
  return [{ ...size, draw: (canvas, at) => canvas.addShape(element, { ...at, ...size }) }];
}
