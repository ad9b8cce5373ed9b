const seconds = (ms) => (ms / 1000).toFixed(1);

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Kinds of orders, how they ended, and how long the slowest took. */
export function outcomeTable(followed) {
  const groups = new Map();
  for (const one of followed) {
    const key = `${one.kind.name}\0${one.end}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const rows = [...groups.values()].map((group) => [
    group[0].kind.name,
    group[0].end,
    String(group.length),
    `${seconds(Math.max(...group.map(({ ms }) => ms)))} s`,
  ]);
  return table([['kind', 'ended', 'orders', 'slowest'], ...rows]);
}

/** What the customers paid, by state of the payment. */
export function moneyTable(followed) {
  const sums = new Map();
  for (const { status, amount } of followed.flatMap(({ payments }) => payments)) {
    const key = `${status} ${amount.currency}`;
    const { count, total } = sums.get(key) ?? { count: 0, total: 0 };
    sums.set(key, { count: count + 1, total: total + amount.amount });
  }
  const rows = [...sums].map(([key, { count, total }]) => [key, String(count), (total / 100).toFixed(2)]);
  return table([['payments', 'count', 'sum'], ...rows]);
}
