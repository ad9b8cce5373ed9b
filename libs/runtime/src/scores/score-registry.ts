import { type Binding, compileScore, type ProcessModel, projectScore, type Score } from '@partitura/bpmn';
import { compileDecisions } from '@partitura/feel';
import type { MessageSchema } from '@partitura/engine';
import type { OuterKind, StartSubscription } from '../ports/saga-store';
import type { ScoreStore, StoredScore } from '../ports/score-store';
import {
  type DecisionDefinition,
  definitionOf,
  type EventStart,
  type LoadedDecisions,
  type LoadedForm,
  type LoadedScore,
  type ProcessDefinition,
  publicKeyOfDefinition,
} from './loaded-score';
import { caughtNames, eventStarts } from './event-starts';
import { chooseVersion } from './choose-version';
import { hashOf, versionHash } from '../hosts/share-content';
import { readForm } from './form';
import { COORDINATOR, hostsListening, placementOf, playedBy, sendersTo } from './placement';
import { readSchema, type SchemaDocument } from './schemas/read-schema';
import { SchemaVersions } from './schemas/schema-versions';
import { StartIndex } from './start-index';
import { insertVersion } from './version-order';

/** A deployed version without its text. */
export type Version = Omit<StoredScore, 'content'>;

/** Every deployed version, compiled once, and what the runtime asks of them all. */
export class ScoreRegistry {
  private readonly byKey = new Map<string, LoadedScore>();
  /** Newest version of each score, by score id. */
  private readonly newest = new Map<string, LoadedScore>();
  private readonly definitions = new Map<string, ProcessDefinition>();
  /** By score key and process id. */
  private readonly byScore = new Map<string, ProcessDefinition>();
  /** Versions of each process in order of deployment, by process id. */
  private readonly byProcess = new Map<string, ProcessDefinition[]>();
  /** Versions of each decision in order of deployment, by decision id. */
  private readonly byDecision = new Map<string, DecisionDefinition[]>();
  private readonly decisions = new Map<string, DecisionDefinition>();
  /** Versions of each form in order of deployment, by form id. */
  private readonly byForm = new Map<string, LoadedForm[]>();
  private readonly schemas = new SchemaVersions();
  private readonly starts = new StartIndex();
  private readonly caught = new Set<string | undefined>();
  /** What every host knows: decisions, forms, schemas, and processes without pools. */
  private readonly shared = new Map<string, Version>();
  private readonly edited = new Set<string>();
  private position = 0;
  private refreshing: Promise<void> | undefined;
  private nextRefresh: Promise<void> | undefined;

  constructor(
    private readonly store: ScoreStore,
    private readonly compile: (xml: string) => Promise<Score> = compileScore,
    private readonly host: string = COORDINATOR,
    /** Hears of a version whose text was changed in the database: it is not loaded. */
    private readonly onEdited: (message: string) => void = () => undefined,
  ) {}

  /** Loads what was deployed before this call, by whomever. */
  refresh(): Promise<void> {
    // One that is under way may have looked too early.
    if (!this.refreshing) return this.begin();
    this.nextRefresh ??= this.refreshing
      .catch(() => undefined)
      .then(() => {
        this.nextRefresh = undefined;
        return this.refreshing ?? this.begin();
      });
    return this.nextRefresh;
  }

  /** Every version of every composition. */
  get compositions(): LoadedScore[] {
    return [...this.byKey.values()].filter(({ whole }) => whole.composition);
  }

  /** Every version of what all hosts know. */
  get mirrored(): Version[] {
    return [...this.shared.values()];
  }

  get(key: string): LoadedScore | undefined {
    return this.byKey.get(key);
  }

  /** Newest versions, in order of deployment. */
  get newestScores(): LoadedScore[] {
    return [...this.newest.values()].sort((one, other) => one.position - other.position);
  }

  /** The newest active version of a score. */
  newestScore(id: string): LoadedScore | undefined {
    return this.newest.get(id);
  }

  definition(key: string): ProcessDefinition | undefined {
    return this.definitions.get(key);
  }

  /** Every process of every version, in order of deployment. */
  get allDefinitions(): ProcessDefinition[] {
    return [...this.definitions.values()];
  }

  /** The process of the newest version, or of a given one. */
  definitionById(processId: string, version?: number): ProcessDefinition | undefined {
    return this.versionsOf(processId).findLast(
      (definition) => version === undefined || definition.version === version,
    );
  }

  /** Every version of a process, in order of deployment. */
  versionsOf(processId: string): readonly ProcessDefinition[] {
    return this.byProcess.get(processId) ?? [];
  }

  /** Every version of a decision, in order of deployment. */
  decisionVersionsOf(decisionId: string): readonly DecisionDefinition[] {
    return this.byDecision.get(decisionId) ?? [];
  }

  /** The form that a user task of a score version means. */
  form(formId: string, binding: Binding, caller: string): LoadedForm | undefined {
    return chooseVersion(this.byForm.get(formId) ?? [], binding, this.get(caller), (form) => ({
      from: form,
      versionTag: form.versionTag,
    }));
  }

  /** The schema that a message of a score version refers to. Throws `UnknownSchemaError`. */
  messageSchema(reference: string, caller: string): MessageSchema {
    const score = this.get(caller);
    if (!score) throw new Error(`The score ${caller} is not deployed here: deploy it.`);
    return this.schemas.of(score).get(reference);
  }

  /** The newest versions of JSON Schemas. */
  get newestSchemas(): readonly SchemaDocument[] {
    return this.schemas.newest;
  }

  decision(key: string): DecisionDefinition | undefined {
    return this.decisions.get(key);
  }

  /** Newest versions of every process, in order of their first deployment. */
  get newestDefinitions(): ProcessDefinition[] {
    return [...this.byProcess.values()].flatMap((versions) => versions.at(-1) ?? []);
  }

  /** The process of a score version. */
  definitionOfInstance(scoreKey: string, processId: string): ProcessDefinition | undefined {
    return this.byScore.get(`${scoreKey} ${processId}`);
  }

  /** Where a message or signal from outside that came at `at` (epoch ms) begins a saga: start events of newest versions. */
  startsOf(kind: OuterKind, name: string, at: number): readonly EventStart[] {
    return this.starts.of(kind, name, at);
  }

  /** Whether something of this name that came at `at` (epoch ms) is to be kept: which host begins with it is not settled yet. */
  awaits(kind: OuterKind, name: string, at: number): boolean {
    return this.starts.awaits(kind, name, at);
  }

  /** The same for every name, as subscriptions. */
  get startSubscriptions(): readonly StartSubscription[] {
    return this.starts.subscriptions;
  }

  /** Names of the messages that begin a process. */
  messageNamesOf(process: string): readonly string[] {
    return this.starts.messageNamesOf(process);
  }

  /** Whether an element of any version waits for messages of this name from outside. */
  catches(name: string): boolean {
    return this.caught.has(name) || this.caught.has(undefined);
  }

  /** Names of the participants with a process in any version. */
  get participants(): string[] {
    const names = new Set<string>();
    for (const { whole } of this.byKey.values())
      for (const { participant } of whole.processes) if (participant !== undefined) names.add(participant);
    return [...names].sort();
  }

  /** Other hosts than the orchestrator only call what is not placed on them. */
  beginsHere({ placement }: LoadedScore): boolean {
    return placement !== undefined || this.host === COORDINATOR;
  }

  /** Participants whose events concern this host. */
  get senders(): string[] {
    const begun = [...this.byKey.values()].filter((score) => this.beginsHere(score));
    return sendersTo(begun);
  }

  /** Other hosts where a message or signal of this name may begin or reach something. */
  hostsListening(kind: OuterKind, name: string): string[] {
    return hostsListening(this.byKey.values(), this.host, kind, name);
  }

  private begin(): Promise<void> {
    this.refreshing = this.loadNew().finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  private async loadNew(): Promise<void> {
    for (const { content, ...stored } of await this.store.listScores(this.position)) {
      if (this.isIntact(stored, content)) await this.loadOne(stored, content);
      this.position = Math.max(this.position, stored.position);
    }
  }

  private async loadOne(stored: Version, content: string): Promise<void> {
    if (stored.kind === 'bpmn') this.add(stored, await this.compile(content));
    else if (stored.kind === 'dmn') this.addDecisions({ ...stored, model: await compileDecisions(content) });
    else if (stored.kind === 'schema')
      this.schemas.add({ ...stored, ...readSchema(stored.resource, content) });
    else
      insertVersion(
        this.byForm,
        stored.id,
        { ...stored, versionTag: readForm(content).versionTag },
        (form) => form,
      );
    if (!this.byKey.get(stored.key)?.whole.composition) this.shared.set(stored.key, stored);
  }

  /** A text that was changed by hand would let sagas go on with something else than they began with. */
  private isIntact({ key, resource, version, hash, placement }: Version, content: string): boolean {
    const intact = versionHash(hashOf(content), placement) === hash;
    if (!intact && !this.edited.has(key))
      this.onEdited(
        `${resource}, version ${version}, was changed in the table partitura_engine.scores and is not loaded: deploy it again.`,
      );
    if (intact) this.edited.delete(key);
    else this.edited.add(key);
    return intact;
  }

  private add(stored: Version, score: Score): void {
    const loaded = this.load(stored, score);
    this.byKey.set(loaded.key, loaded);
    for (const name of caughtNames(loaded.score)) this.caught.add(name);
    if (!loaded.active) return this.expect(loaded);
    // A text that was mended comes again, whatever is newer.
    if (loaded.version >= (this.newest.get(loaded.id)?.version ?? 0)) this.newest.set(loaded.id, loaded);
    for (const process of score.processes) this.define(loaded, process);
  }

  private load({ placement: map, ...stored }: Version, whole: Score): LoadedScore {
    if (!whole.composition) return { ...stored, score: whole, whole };
    const placement = placementOf(whole, map, this.host);
    const score = placement ? projectScore(whole, playedBy(whole, map, this.host)) : whole;
    return { ...stored, score, whole, ...(placement ? { placement } : {}) };
  }

  private addDecisions(loaded: LoadedDecisions): void {
    for (const [i, decision] of loaded.model.decisions.entries()) {
      const key = publicKeyOfDefinition(loaded.key, i);
      const version = this.decisions.get(key)?.version ?? this.decisionVersionsOf(decision.id).length + 1;
      const definition = { loaded, decision, key, version };
      insertVersion(this.byDecision, decision.id, definition, (one) => one.loaded);
      this.decisions.set(key, definition);
    }
  }

  /** A version that will begin sagas here, or takes them to another host; only the newest one counts. */
  private expect(score: LoadedScore): void {
    const { id, version, deployedAt, holding = false } = score;
    if (this.compositions.some((other) => other.id === id && other.version > version)) return;
    for (const process of score.whole.processes) {
      const begins = this.beginsHere(score) && score.score.processes.includes(process);
      const starts = begins ? eventStarts(definitionOf(score, process, 0)) : [];
      this.starts.expect(process.id, { starts, since: deployedAt, isHeld: holding && !begins });
    }
  }

  private define(score: LoadedScore, process: ProcessModel): void {
    const place = `${score.key} ${process.id}`;
    const version = this.byScore.get(place)?.version ?? this.versionsOf(process.id).length + 1;
    const definition = definitionOf(score, process, version);
    this.definitions.set(definition.key, definition);
    this.byScore.set(place, definition);
    insertVersion(this.byProcess, process.id, definition, (one) => one.score);
    if (this.versionsOf(process.id).at(-1) !== definition) return;
    const begins = this.beginsHere(score) && score.score.processes.includes(process);
    this.starts.replace(process.id, begins ? eventStarts(definition) : [], score);
  }
}
