import { NotFound } from '#libs/event-log';
import { requireRoom } from '#libs/vocabulary';
import { requireStatus } from './context.js';
import { wholeNumber } from './days.js';
import {
  dependenciesOf,
  dependencyAt,
  type DependencyEvent,
  type DependencyGraph,
  isOrdering,
} from './dependencies.js';
import { orderingPath } from './dependency-path.js';
import { DependencyCycle, DependencyExists, DependencySelf } from './refusals.js';
import type { Item } from './state.js';
import { type Dependency, limits } from './values.js';

export interface DependencyStates {
  readonly graph: DependencyGraph;
  /** The item that depends. */
  readonly from: Item;
  /** The item it depends on. */
  readonly to: Item;
}

/** The buffer is none where it is left out. */
export type DependencyInput = Omit<Dependency, 'bufferWorkingDays'> & { readonly bufferWorkingDays?: number };

/**
 * One item needs, follows or conflicts with another. NEEDS and FOLLOWS together never run in a circle (I2).
 * @throws DependencySelf, NotFound, InvalidState, ValidationFailed, DependencyExists, LimitReached, DependencyCycle
 */
export function addDependency({ graph, from, to }: DependencyStates, input: DependencyInput): DependencyEvent[] {
  const { fromId, toId, type } = input;
  if (fromId === toId) throw new DependencySelf(fromId);
  requireStatus(from, 'PROPOSED', 'PLANNED', 'COMMITTED', 'IN_DELIVERY');
  requireStatus(to, 'PROPOSED', 'PLANNED', 'COMMITTED', 'IN_DELIVERY', 'SHIPPED', 'MEASURED');
  const bounds = { min: 0, max: limits.bufferWorkingDays, path: ['input', 'bufferWorkingDays'] };
  const bufferWorkingDays = wholeNumber(input.bufferWorkingDays ?? 0, bounds);
  const there = dependencyAt(graph, input);
  if (there) throw new DependencyExists(there.bufferWorkingDays);
  requireRoom(dependenciesOf(graph, fromId).length + 1, limits.dependencies, { what: 'dependencies of one item' });
  const back = isOrdering(type) ? orderingPath(graph, toId, fromId) : null;
  if (back) throw new DependencyCycle([fromId, ...back]);
  return [{ type: 'DependencyAdded', data: { fromId, toId, type, bufferWorkingDays } }];
}

/** Takes a dependency away as it was added, whatever became of the items. @throws NotFound */
export function removeDependency(graph: DependencyGraph, input: DependencyInput): DependencyEvent[] {
  const there = dependencyAt(graph, input);
  if (!there) throw new NotFound('dependency');
  const { fromId, toId, type } = there;
  return [{ type: 'DependencyRemoved', data: { fromId, toId, type } }];
}
