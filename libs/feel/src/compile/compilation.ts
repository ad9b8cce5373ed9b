import type { SyntaxNode } from '../parse/syntax';
import type { Compiled } from './environment';

/** What the compilation of one expression shares. */
export interface Compilation {
  readonly source: string;
  /** Names that were given from outside, by their canonical form. */
  readonly names: ReadonlyMap<string, string>;
  /** Names that something inside or outside declares, so that they may stand for functions. */
  readonly declared: ReadonlySet<string>;
  /** Whether functions of the library are values: in decisions, where no variable of a process has their name. */
  readonly functionsAreValues: boolean;
  /** Compiles a part of the node. */
  readonly compile: (node: SyntaxNode | undefined) => Compiled;
}

/** Compiles the nodes of one type. */
export type NodeCompiler = (node: SyntaxNode, compilation: Compilation) => Compiled;
