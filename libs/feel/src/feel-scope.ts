/** Values by name: JSON, and what FEEL itself has made (dates, durations, functions …). */
export type FeelScope = Readonly<Record<string, unknown>>;
