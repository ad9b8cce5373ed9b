import fc from 'fast-check';
import { parseKey, publicKey } from './keys';

describe('public keys', () => {
  it('lead back to number and local id', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 41 - 1 }),
        fc.integer({ min: 0, max: 2 ** 22 - 1 }),
        (number, localId) => {
          const key = publicKey(number, localId);
          expect(parseKey(key)).toEqual({ number, localId });
          expect(BigInt(key)).toBeLessThan(1n << 63n);
        },
      ),
    );
  });

  it.each(['', '0', '-1', '01', '1.5', '9223372036854775808', '99999999999999999999', 'x', ' 1'])(
    'refuse %j',
    (text) => {
      expect(parseKey(text)).toBeUndefined();
    },
  );
});
