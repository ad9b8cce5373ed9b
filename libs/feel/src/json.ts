/** A JSON value: what variables hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Variables by name, as an expression sees them. */
export type Scope = Readonly<Record<string, Json>>;
