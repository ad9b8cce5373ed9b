import { connect } from 'node:net';
import { describeWithKafka, testKafkaBrokers } from './kafka-for-tests';

describeWithKafka('the broker of the run', () => {
  it('answers, and is the same one for every caller', async () => {
    const [[one], [two]] = await Promise.all([testKafkaBrokers(), testKafkaBrokers()]);
    expect(one).toBe(two);
    const { hostname, port } = new URL(`kafka://${one}`);
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.end(resolve));
      socket.once('error', reject);
    });
  }, 200_000);
});
