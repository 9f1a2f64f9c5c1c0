import { NotFound } from '#libs/event-log';
import { requireRoom } from '#libs/vocabulary';
import { requireStatus } from './context.js';
import { wholeNumber } from './days.js';
import type { OrderEvent } from './dependency-order.js';
import { fact, type ItemEvent } from './facts.js';
import { DependencyCycle, DependencyExists, DependencySelf } from './refusals.js';
import type { Item } from './state.js';
import { type Dependency, isOrdering, type ItemDependency, limits } from './values.js';

export interface DependencyEnds {
  /** The item that depends. */
  readonly from: Item;
  /** The item it depends on. */
  readonly to: Item;
}

export interface AddDependencyStates extends DependencyEnds {
  /**
   * Ids from `toId` to `fromId`, both included, along what items need and follow; null where none leads there, and for CONFLICTS. Looked
   * up at the version of the guard (`dependencyOrder`) the decision is made on.
   */
  readonly path: readonly string[] | null;
}

/** The buffer is none where it is left out. */
export type DependencyInput = Omit<Dependency, 'bufferWorkingDays'> & { readonly bufferWorkingDays?: number };

export interface DependencyAddition {
  /** For the stream of `fromId`. */
  readonly item: ItemEvent[];
  /** For the guard; nothing for CONFLICTS. */
  readonly order: OrderEvent[];
}

export interface DependencyRemoval {
  /** For the stream of `fromId`. */
  readonly from: ItemEvent[];
  /** For the stream of `toId`: a CONFLICTS that was added from there. */
  readonly to: ItemEvent[];
}

const dependencyTo = (item: Item, toId: string, { type }: DependencyInput): ItemDependency | undefined =>
  item.status === 'unknown' ? undefined : item.dependencies.find((one) => one.toId === toId && one.type === type);

/** The dependency on the stream that has it; a CONFLICTS holds in both directions. */
function standing({ from, to }: DependencyEnds, input: DependencyInput) {
  const turned = isOrdering(input.type) ? undefined : dependencyTo(to, input.fromId, input);
  return { from: dependencyTo(from, input.toId, input), to: turned };
}

/**
 * One item needs, follows or conflicts with another. NEEDS and FOLLOWS together never run in a circle (I2).
 * @throws DependencySelf, NotFound, InvalidState, ValidationFailed, DependencyExists, LimitReached, DependencyCycle
 */
export function addDependency(states: AddDependencyStates, input: DependencyInput): DependencyAddition {
  const { fromId, toId, type } = input;
  if (fromId === toId) throw new DependencySelf();
  const from = requireStatus(states.from, 'PROPOSED', 'PLANNED', 'COMMITTED', 'IN_DELIVERY');
  const to = requireStatus(states.to, 'PROPOSED', 'PLANNED', 'COMMITTED', 'IN_DELIVERY', 'SHIPPED', 'MEASURED');
  const bounds = { min: 0, max: limits.bufferWorkingDays, path: ['input', 'bufferWorkingDays'] };
  const bufferWorkingDays = wholeNumber(input.bufferWorkingDays ?? 0, bounds);
  const there = standing({ from, to }, input);
  const same = there.from ?? there.to;
  if (same) throw new DependencyExists(same.bufferWorkingDays);
  requireRoom(from.dependencies.length + 1, limits.dependencies, { what: 'dependencies of one item' });
  const item = [fact('DependencyAdded', { toId, type, bufferWorkingDays })];
  if (!isOrdering(type)) return { item, order: [] };
  if (states.path) throw new DependencyCycle([fromId, ...states.path]);
  return { item, order: [{ type: 'OrderExtended', data: { fromId, toId, type } }] };
}

/** Takes a dependency away, whatever became of the items; a CONFLICTS from either end. @throws NotFound */
export function removeDependency(ends: DependencyEnds, input: DependencyInput): DependencyRemoval {
  const { fromId, toId, type } = input;
  const there = standing(ends, input);
  if (there.from) return { from: [fact('DependencyRemoved', { toId, type })], to: [] };
  if (there.to) return { from: [], to: [fact('DependencyRemoved', { toId: fromId, type })] };
  throw new NotFound('dependency');
}
