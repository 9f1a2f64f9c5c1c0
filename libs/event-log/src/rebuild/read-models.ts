import type { Pool, PoolClient } from 'pg';
import type { ConsumerDefinition } from '../consumers/definition.js';
import { versionOf } from '../consumers/definition.js';
import { generationOfConsumer, isRebuildable, type Rebuildable } from '../consumers/generation.js';
import type { LogModel } from '../event-log.js';
import { registerInlineViews } from '../rebuild-inline.js';
import { ValidationFailed } from '../refusal.js';
import { compareView } from './compare.js';
import { dropGeneration, findGeneration } from './generation.js';
import { compareProjection, rebuildProjection } from './projection-rebuild.js';
import { rebuilding, type RebuildOptions } from './session.js';
import type { View } from './view-fold.js';
import { fingerprintOf, type GoBack, type Rebuilt, rebuildView, secondsSince } from './view-rebuild.js';

/** A read model as somebody compared it with the log; nothing was changed. */
export type Compared = Pick<Rebuilt, 'name' | 'rows' | 'seconds'> & { readonly differing: number };

/** Nothing can be gone back to: `message` says why. */
export class NothingKept extends Error {
  constructor(name: string, isOfOtherCode: boolean) {
    super(
      isOfOtherCode
        ? `The rows that are kept of ${name} were made by another version of the program: start that version, and it takes them back.`
        : `No rows of ${name} are kept.`,
    );
  }
}

export class UnknownReadModel extends ValidationFailed {
  constructor(name: string, known: readonly string[]) {
    super(`There is no read model ${name}. There are: ${known.join(', ')}.`);
  }
}

/** All that is computed from the log and can be computed anew: inline views and the projections that tell their tables. */
export class ReadModels {
  private readonly projections: readonly Rebuildable[];

  /** @param owner a pool of the database's owner */
  constructor(
    private readonly owner: Pool,
    private readonly model: LogModel,
    consumers: readonly ConsumerDefinition[],
  ) {
    this.projections = consumers.filter(isRebuildable);
  }

  /** Tables of inline views and names of projections, in the order in which they are rebuilt: projections may read the rows of views. */
  get names(): readonly string[] {
    return [...this.model.views.map(({ table }) => table), ...this.projections.map(({ name }) => name)];
  }

  /**
   * Brings what is of other code to this program's, beside whoever writes the old rows. To be called by whoever migrates, after the
   * migrations and before the program appends or follows the log.
   * @returns what was rebuilt
   */
  async register(options: RebuildOptions = {}): Promise<string[]> {
    const views = await registerInlineViews(this.owner, this.model, options);
    const changed = await this.registerProjections();
    if (changed.length > 0)
      await rebuilding(this.owner, options, async (client) => {
        for (const definition of changed)
          if (await this.isOfOtherCode(client, definition))
            await rebuildProjection(client, this.model.catalogue, definition, options);
      });
    return [...views, ...changed.map(({ name }) => name)];
  }

  /** @throws UnknownReadModel, UnknownFacts, the signal's reason */
  rebuild(name: string, options: RebuildOptions & GoBack = {}): Promise<Rebuilt> {
    const { view, projection } = this.find(name);
    return rebuilding(this.owner, options, (client) =>
      view
        ? rebuildView(client, this.model, view, options)
        : rebuildProjection(client, this.model.catalogue, projection, options),
    );
  }

  /** Computes the rows anew and tells in how many the live ones differ. @throws UnknownReadModel, UnknownFacts */
  compare(name: string, options: RebuildOptions = {}): Promise<Compared> {
    const { view, projection } = this.find(name);
    const began = performance.now();
    return rebuilding(this.owner, options, async (client) => {
      const { rows, differing } = view
        ? await compareView(client, this.model, view)
        : await compareProjection(client, this.model.catalogue, projection, options);
      return { name, rows, differing, seconds: secondsSince(began) };
    });
  }

  /** Brings the rows that were kept to the present and puts them back. @throws UnknownReadModel, NothingKept */
  async goBack(name: string, options: RebuildOptions = {}): Promise<Rebuilt> {
    const { view, projection } = this.find(name);
    const own = view ? fingerprintOf(view, this.model) : generationOfConsumer(projection, this.model.catalogue);
    const kept = await findGeneration(this.owner, name, 'kept');
    if (kept?.fingerprint !== own) throw new NothingKept(name, kept !== null);
    return this.rebuild(name, { ...options, back: true });
  }

  /** Drops what is kept of these. @returns those of which there was something */
  dropKept(names: readonly string[]): Promise<string[]> {
    return rebuilding(this.owner, {}, async (client) => {
      const dropped: string[] = [];
      for (const name of names) {
        if ((await findGeneration(client, name, 'kept')) === null) continue;
        await dropGeneration(client, name, 'kept');
        dropped.push(name);
      }
      return dropped;
    });
  }

  private find(name: string): { view: View; projection?: never } | { view?: never; projection: Rebuildable } {
    const view = this.model.views.find(({ table }) => table === name);
    if (view) return { view };
    const projection = this.projections.find((definition) => definition.name === name);
    if (!projection) throw new UnknownReadModel(name, this.names);
    return { projection };
  }

  /** Those that have written nothing yet are of this program's code; of the others the ones that are not. */
  private async registerProjections(): Promise<readonly Rebuildable[]> {
    const given = this.projections.map((definition) => ({
      name: definition.name,
      version: versionOf(definition),
      generation: this.generationOf(definition),
    }));
    const { rows } = await this.owner.query<{ name: string }>(REGISTER, [JSON.stringify(given)]);
    const changed = new Set(rows.map(({ name }) => name));
    return this.projections.filter(({ name }) => changed.has(name));
  }

  private async isOfOtherCode(client: PoolClient, definition: Rebuildable): Promise<boolean> {
    const { rows } = await client.query<{ generation: string | null }>(
      'select generation from log.consumer where name = $1 and version = $2 and shard = 0',
      [definition.name, versionOf(definition)],
    );
    return rows[0]?.generation !== this.generationOf(definition);
  }

  private generationOf(definition: Rebuildable): string | null {
    return generationOfConsumer(definition, this.model.catalogue);
  }
}

const REGISTER = `
with given as (select * from jsonb_to_recordset($1::jsonb) as x(name text, version int, generation text)),
begun as (
  update log.consumer c set generation = g.generation from given g
  where c.name = g.name and c.version = g.version and c.shard = 0 and c.generation is null and c.position = 0
  returning c.name)
select g.name from given g join log.consumer c on c.name = g.name and c.version = g.version and c.shard = 0
where c.generation is distinct from g.generation and not exists (select from begun b where b.name = g.name)`;
