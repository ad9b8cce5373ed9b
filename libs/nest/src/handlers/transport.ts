/** Nest transport id of Partitura's handlers: other transports of the same application leave them alone. */
export const PARTITURA_TRANSPORT = Symbol.for('partitura.transport');
