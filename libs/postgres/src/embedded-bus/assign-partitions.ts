export interface TopicPartition {
  /** Id of the topic. */
  readonly topic: number;
  readonly partition: number;
}

export interface GroupMember {
  readonly id: string;
  /** Ids of the topics it reads. */
  readonly topics: readonly number[];
}

/** A partition of one group as text, to be used as a key. */
export const partitionKey = ({ topic, partition }: TopicPartition): string => `${topic}:${partition}`;

/**
 * Which partitions a member should own. Every member computes the same from the same list of live members;
 * while lists differ, the claims in the database decide.
 */
export function assignPartitions(
  memberId: string,
  members: readonly GroupMember[],
  partitionsOf: ReadonlyMap<number, number>,
): TopicPartition[] {
  const sorted = [...members].sort((a, b) => (a.id < b.id ? -1 : 1));
  const mine: TopicPartition[] = [];
  const topics = [...new Set(members.flatMap((member) => member.topics))].sort((a, b) => a - b);
  topics.forEach((topic, index) => {
    const readers = sorted.filter((member) => member.topics.includes(topic));
    for (let partition = 0; partition < (partitionsOf.get(topic) ?? 0); partition++) {
      // Shifted by topic, so that the first member does not get the odd partition of each of them.
      if (readers[(partition + index) % readers.length]?.id === memberId) mine.push({ topic, partition });
    }
  });
  return mine;
}
