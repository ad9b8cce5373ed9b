/**
 * Holds the stock against the orders that were confirmed between two looks at it.
 *
 * @param {any[]} before @param {any[]} after answers of `GET /inventory/stock`
 * @param {any[]} confirmed orders
 * @returns {string[]} what is wrong
 */
export function auditStock(before, after, confirmed) {
  const sold = new Map();
  for (const { sku, quantity } of confirmed.flatMap(({ items }) => items))
    sold.set(sku, (sold.get(sku) ?? 0) + quantity);
  const then = new Map(before.map((item) => [item.sku, item]));
  return after.flatMap(({ sku, onHand, reserved, shipped, initial }) => {
    const problems = [];
    const moved = { reserved: reserved - then.get(sku).reserved, shipped: shipped - then.get(sku).shipped };
    if (onHand + reserved + shipped !== initial || Math.min(onHand, reserved, shipped) < 0)
      problems.push(
        `${sku}: ${onHand} on hand + ${reserved} reserved + ${shipped} shipped is not ${initial}`,
      );
    if (moved.shipped !== (sold.get(sku) ?? 0))
      problems.push(`${sku}: ${moved.shipped} were shipped and ${sold.get(sku) ?? 0} sold`);
    if (moved.reserved !== 0)
      problems.push(`${sku}: ${moved.reserved} more are reserved, though every order is final`);
    return problems;
  });
}
