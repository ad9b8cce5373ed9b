/** What the orchestrator answers, as far as commands read it. */
export interface CompositionView {
  readonly compositionKey: string;
  readonly compositionId: string;
  readonly version: number;
  readonly resourceName: string;
  readonly state: 'active' | 'pending' | 'refused' | 'superseded';
  /** The version that begins sagas now. */
  readonly current: boolean;
  /** Host of each participant. */
  readonly placement: Readonly<Record<string, string>>;
  readonly waitsFor: readonly { readonly host: string; readonly reason: string }[];
  readonly hosts: readonly ShareView[];
  readonly sagas?: { readonly active: number; readonly withIncidents: number };
}

/** What a host has of a version. */
export interface ShareView {
  readonly host: string;
  readonly state: 'offered' | 'accepted' | 'refused' | 'drifted';
  readonly active: boolean;
  readonly reason: string | null;
}

export interface HostView {
  readonly host: string;
  readonly state: 'up' | 'away';
  readonly participants: readonly string[];
  /** RFC 3339. */
  readonly lastSeenAt: string;
  readonly problem: { readonly message: string } | null;
  readonly drift: readonly { readonly reason: string }[];
}

export interface DeploymentView {
  readonly deploymentKey: string;
  readonly state: CompositionView['state'];
  readonly placement: Readonly<Record<string, string>>;
  readonly compositions: readonly CompositionView[];
  readonly deployments: readonly object[];
}

export interface SagaView {
  readonly sagaId: string;
  readonly state: 'active' | 'incident' | 'completed' | 'compensated' | 'cancelled';
  readonly reason: string | null;
}
