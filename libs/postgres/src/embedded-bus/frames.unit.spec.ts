import fc from 'fast-check';
import { decodeFrames, encodeFrame } from './frames';

it('gives back what was written, whatever the texts hold', () => {
  const text = fc.string({ unit: 'grapheme' });
  const frame = fc.record({
    key: text,
    value: text,
    headers: fc.dictionary(text, text, { noNullPrototype: true }),
  });
  fc.assert(
    fc.property(fc.array(frame), (frames) => {
      const written = frames.map((each) => encodeFrame({ ...each, topic: 't' })).join('');
      expect(decodeFrames(written)).toEqual(frames);
    }),
  );
});
