/** The part of a saga that one host runs: local ids count there. */
export interface PartRef {
  readonly host: string;
  readonly sagaId: string;
}

export const keyOf = ({ host, sagaId }: PartRef): string => `${host} ${sagaId}`;
