import type { Refuse } from './compilation';
import { childrenOf, type Tree } from './xml-tree';

/** A file of decisions, linked with those that it imports (DMN 1.5, 6.3.3). */
export interface DmnFile {
  readonly definitions: Tree;
  /** Before the ids of its elements: nothing for the file that is compiled, its namespace and `#` for others. */
  readonly prefix: string;
  readonly imports: readonly DmnImport[];
}

interface DmnImport {
  /** Before the names of its elements in expressions. */
  readonly name: string;
  readonly file: DmnFile;
}

/** What a reference means: the id of an element, and the import in which it is found. */
export interface Link {
  readonly id: string;
  readonly importName?: string;
}

const namespaceOf = ({ attributes: { namespace = '' } }: Tree): string => namespace.trim();

/** The file and those that it imports, directly or not; `imported` are the files that may be imported. */
export function linkFiles(definitions: Tree, imported: readonly Tree[], refuse: Refuse): DmnFile[] {
  const byNamespace = new Map(imported.map((tree) => [namespaceOf(tree), tree]));
  const files = new Map<Tree, DmnFile>();
  const link = (tree: Tree, prefix: string): DmnFile => {
    const known = files.get(tree);
    if (known) return known;
    const imports: DmnImport[] = [];
    const file = { definitions: tree, prefix, imports };
    files.set(tree, file);
    for (const { attributes } of childrenOf(tree, 'import')) {
      const { name = '', namespace = '', importType = '' } = attributes;
      if (!/\bDMN\b/.test(importType)) continue;
      const target = byNamespace.get(namespace.trim());
      if (target) imports.push({ name: name.trim(), file: link(target, `${namespace.trim()}#`) });
      else
        refuse(
          'missing-import',
          'definitions',
          `it imports ${namespace}, which is in no file that was given. Copy what it needs into this file.`,
        );
    }
    return file;
  };
  link(definitions, '');
  return [...files.values()];
}

/** Follows `#id` in the file, or `namespace#id` in one that it imports; undefined when nothing is imported from there. */
export function linkOf(file: DmnFile, { attributes: { href = '' } }: Tree): Link | undefined {
  const [namespace, id] = [
    href.slice(0, Math.max(href.lastIndexOf('#'), 0)),
    href.slice(href.lastIndexOf('#') + 1),
  ];
  if (namespace === '' || namespace === namespaceOf(file.definitions)) return { id: file.prefix + id };
  const from = file.imports.find((one) => namespaceOf(one.file.definitions) === namespace);
  return from && { id: from.file.prefix + id, importName: from.name };
}
