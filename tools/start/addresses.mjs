const uses = {
  orchestrator: 'sagas and models: /v2/…',
  order: 'the front door: POST /orders',
  payment: '/payments?orderId=…',
  inventory: '/inventory/stock',
  shipping: '/shipments?orderId=…',
};

/**
 * What is printed when everything runs.
 *
 * @param {{ services: { name: string, url: string }[], postgres: string, bus: string }} what
 */
export function addressTable({ services, postgres, bus }) {
  const rows = [
    ...services.map(({ name, url }) => [name, url, uses[name] ?? '']),
    ['Postgres', postgres, ''],
    ['bus', bus, ''],
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.slice(0, 5).map((row) => row[column].length)));
  const lines = rows.map(([name, where, use]) =>
    `  ${name.padEnd(widths[0])}  ${where.padEnd(widths[1])}  ${use}`.trimEnd(),
  );
  return ['Partitura is ready', '', ...lines, '', '  Place orders: npm run orders    Stop: Ctrl-C', ''].join(
    '\n',
  );
}
