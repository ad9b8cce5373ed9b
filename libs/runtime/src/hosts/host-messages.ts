import type { PlacementMap, ResourceKind } from '../ports/score-store';

/** What this release understands on `<host>.deployments`: hosts of another number are turned away, with the remedy. */
export const HOST_PROTOCOL = 1;

/** Every message names the host and the identity of the database that it comes from or is meant for. */
interface OfHost {
  readonly host: string;
  /** UUID. */
  readonly identity: string;
}

/** `orchestrator.deployments`, type `hostJoined`: at the start of a host and every so often. */
export interface HostJoined extends OfHost {
  readonly protocol: number;
  /** Of the process that asks: an answer to one that has ended says nothing about those that run. */
  readonly session: string;
  /** Participants whose tasks it does itself. */
  readonly participants: readonly string[];
  /** What it has, hashed again from the text as it is stored. */
  readonly held: readonly {
    readonly score: string;
    readonly hash: string;
    readonly active: boolean;
    readonly holding: boolean;
  }[];
}

/** `<host>.deployments`, type `hostWelcomed`. */
export interface HostWelcomed extends OfHost {
  readonly session: string;
  /** See `hostBlocks`. */
  readonly number: number;
  /** Versions that it must have, or have refused, before it takes work. */
  readonly expects: readonly { readonly score: string; readonly hash: string }[];
}

/** `<host>.deployments`, type `hostTurnedAway`. */
export interface HostTurnedAway extends OfHost {
  readonly reason: string;
}

/** `<host>.deployments`, type `deploymentOffered`: a version, as this host shall keep it. */
export interface DeploymentOffered extends OfHost {
  readonly key: string;
  readonly kind: ResourceKind;
  readonly id: string;
  readonly version: number;
  /** Of text and placement, hex. */
  readonly hash: string;
  /** The text, gzipped, in Base64. */
  readonly packed: string;
  readonly resource: string;
  readonly deploymentKey: string;
  /** Epoch ms. */
  readonly deployedAt: number;
  readonly placement?: PlacementMap;
  /** Participants that run on this host. */
  readonly participants: readonly string[];
  readonly active: boolean;
  /** Epoch ms. */
  readonly activeFrom?: number;
}

/** `<host>.deployments`, type `deploymentHeld`: it takes the start of its sagas away, see `ScoreStore.holdStarts`. */
export interface DeploymentHeld extends OfHost {
  readonly score: string;
}

/** `<host>.deployments`, type `deploymentActivated`: sagas begin with this version. */
export interface DeploymentActivated extends OfHost {
  readonly score: string;
  /** Epoch ms: where another host began them before, what comes earlier is still that one's. */
  readonly activeFrom?: number;
}

/** `orchestrator.deployments`, type `deploymentAccepted`: also the answer to `deploymentHeld` and `deploymentActivated`. */
export interface DeploymentAccepted extends OfHost {
  readonly score: string;
  /** Of what it has stored. */
  readonly hash: string;
  readonly active: boolean;
  readonly holding: boolean;
}

/** `orchestrator.deployments`, type `deploymentRefused`. */
export interface DeploymentRefused extends OfHost {
  readonly score: string;
  readonly reason: string;
}

export type HostMessage =
  | HostJoined
  | HostWelcomed
  | HostTurnedAway
  | DeploymentOffered
  | DeploymentHeld
  | DeploymentActivated
  | DeploymentAccepted
  | DeploymentRefused;
