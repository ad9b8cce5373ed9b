import { compileExpression, FeelError, FeelSyntaxError } from '../index';
import { functionNames } from './library';

test.each(functionNames().map((name) => [name]))('%s can be called, and refuses nothing', (name) => {
  for (const args of ['', '1', 'null, null', '"a", 1, [2]', '{}, {}, {}, {}', 'unknown: 1']) {
    try {
      compileExpression(`${name}(${args})`).evaluate({}, 0);
    } catch (error) {
      expect(error).not.toBeInstanceOf(FeelSyntaxError);
      expect(error).toBeInstanceOf(FeelError);
      expect(name).toBe('assert');
    }
  }
});
