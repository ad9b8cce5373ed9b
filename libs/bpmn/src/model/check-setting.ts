/** What a model says about one rule of the check (`zeebe:property` `partitura.check.<rule>`). */
export interface CheckSetting {
  readonly rule: string;
  readonly level: 'warn' | 'off';
  readonly reason: string;
  /** Id of the element or process it is for; undefined: the whole score. */
  readonly on?: string;
}
