import type { Provider } from '@nestjs/common';
import { AddItemDependencyHandler, DependencyMutations, RemoveItemDependencyHandler } from './change-dependencies.js';
import { Dependants } from './dependants.js';
import { DependencyDecisions } from './dependency-decisions.js';
import { CycleReferences, DependantsField } from './dependency-fields.view.js';
import { DependencyGraphView } from './graph.view.js';
import { Ordering } from './ordering.js';

export const dependenciesParts: Provider[] = [
  Dependants,
  Ordering,
  DependencyDecisions,
  AddItemDependencyHandler,
  RemoveItemDependencyHandler,
  DependencyMutations,
  DependantsField,
  CycleReferences,
  DependencyGraphView,
];
