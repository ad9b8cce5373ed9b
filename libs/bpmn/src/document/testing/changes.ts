import { readModel } from '../read-model';
import { writeModel } from '../write-model';
import { differences } from './differences';
import { xmlTree } from './xml-tree';

/** What reading and writing change in a document; nothing, one hopes. */
export async function changesOf(xml: string): Promise<readonly string[]> {
  return differences(xmlTree(xml), xmlTree(await writeModel(await readModel(xml))));
}
