declare module 'bpmn-moddle' {
  export interface ModdleWarning {
    readonly message: string;
    readonly error?: Error;
    readonly element?: unknown;
    readonly property?: string;
    readonly value?: string;
  }

  export interface ParsedBpmn {
    readonly rootElement: unknown;
    readonly elementsById: Readonly<Record<string, unknown>>;
    readonly references: readonly unknown[];
    readonly warnings: readonly ModdleWarning[];
  }

  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>);
    create(type: string): unknown;
    getPackages(): readonly { readonly prefix: string; readonly uri: string }[];
    /** `lax` (the default) makes warnings of elements that are skipped. */
    fromXML(xml: string, options?: { readonly lax?: boolean }): Promise<ParsedBpmn>;
    toXML(element: unknown, options?: { readonly format?: boolean }): Promise<{ readonly xml: string }>;
  }
}
