import { FeelSyntaxError } from '../feel-error';
import { compileFeel, compileFeelTest, type FeelTest } from '../feel-values';
import type { DecisionProblem } from './decision-error';
import { type Logic, nothing } from './evaluation';
import type { ItemTypes } from './item-types';
import { NameIndex } from './name-index';
import type { Tree } from './xml-tree';

/** Where the problems of one file are collected. */
export type Refuse = (rule: string, element: string, message: string, position?: number) => void;

/** Compiles the texts of a file. */
export interface Texts {
  /** The text of an expression; `tree` names its language and, where it can, itself in problems, else `element` does. */
  readonly expression: (tree: Tree | undefined, element: string, text: string) => Logic;
  /** Unary tests; text that does not parse is refused and passes everything. */
  readonly test: (tree: Tree | undefined, element: string, text: string) => FeelTest;
}

/** What the compilation of one file shares. */
export interface Compilation extends Texts {
  readonly types: ItemTypes;
  readonly refuse: Refuse;
}

/** `names` are those that an expression may mention although they have blanks or signs. */
export function textsOf(names: readonly string[], refuse: Refuse): Texts {
  const index = new NameIndex(names);
  function attempt<T>(tree: Tree | undefined, element: string, compile: () => T): T | undefined {
    const id = tree?.attributes.id ?? element;
    const language = tree?.attributes.expressionLanguage;
    if (language !== undefined && !isFeel(language)) {
      refuse('expression-language', id, `its language is ${language}. Write it in FEEL.`);
      return undefined;
    }
    try {
      return compile();
    } catch (error) {
      if (!(error instanceof FeelSyntaxError)) throw error;
      refuse('expression', id, error.message, error.position);
      return undefined;
    }
  }
  return {
    expression: (tree, element, text) => {
      if (text === '') {
        refuse(
          'expression',
          tree?.attributes.id ?? element,
          'an expression is empty. Write null for no value.',
        );
        return nothing;
      }
      const compiled = attempt(tree, element, () => compileFeel(text, index.namesIn(text)));
      return compiled ? (scope, { at }) => compiled.evaluate(scope, at) : nothing;
    },
    test: (tree, element, text) =>
      attempt(tree, element, () => compileFeelTest(text, index.namesIn(text))) ?? compileFeelTest('-'),
  };
}

/** `feel`, or the namespace that a version of the standard gives it. */
const isFeel = (language: string): boolean =>
  /^(feel|https?:\/\/www\.omg\.org\/spec\/(DMN|FEEL)\/.*)$/i.test(language.trim());

/** Collects problems; the message begins with the id of the element. */
export function collector(problems: DecisionProblem[]): Refuse {
  return (rule, element, message, position) =>
    void problems.push({
      rule,
      element,
      message: `${element}: ${message}`,
      ...(position === undefined ? {} : { position }),
    });
}
