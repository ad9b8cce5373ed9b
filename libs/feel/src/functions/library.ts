import { booleanFunctions } from './boolean-functions';
import { contextFunctions } from './context-functions';
import { conversionFunctions } from './conversion-functions';
import type { LibraryFunction } from './library-function';
import { listFunctions } from './list-functions';
import { numberFunctions } from './number-functions';
import { rangeFunctions } from './range-functions';
import { statisticsFunctions } from './statistics-functions';
import { temporalFunctions } from './temporal-functions';
import { textFunctions } from './text-functions';

const library = new Map<string, LibraryFunction>(
  [
    booleanFunctions,
    contextFunctions,
    conversionFunctions,
    listFunctions,
    numberFunctions,
    rangeFunctions,
    statisticsFunctions,
    temporalFunctions,
    textFunctions,
  ].flatMap((group) => Object.entries(group)),
);

/** A function of FEEL's library (DMN 1.5, 10.3.4, and Camunda's own) by its name. */
export const findFunction = (name: string): LibraryFunction | undefined => library.get(name);

/** The names that the library has. */
export const functionNames = (): readonly string[] => [...library.keys()];
