declare module 'bpmn-moddle' {
  export interface ModdleWarning {
    readonly message: string;
    readonly error?: Error;
    readonly element?: unknown;
    readonly property?: string;
    readonly value?: string;
  }

  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>);
    getPackages(): readonly { readonly prefix: string; readonly uri: string }[];
    fromXML(xml: string): Promise<{
      readonly rootElement: unknown;
      readonly elementsById: Readonly<Record<string, unknown>>;
      readonly references: readonly unknown[];
      readonly warnings: readonly ModdleWarning[];
    }>;
    toXML(element: unknown, options?: { readonly format?: boolean }): Promise<{ readonly xml: string }>;
  }
}
