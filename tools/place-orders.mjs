import { runMain } from './entry/failure.mjs';
import { placeOrders } from './orders/place-orders.mjs';

await runMain(() => placeOrders(process.argv.slice(2)));
