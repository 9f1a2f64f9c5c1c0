export * from './assumptions.js';
export type { RecordedFact, SimulatedRefusal } from './simulation.js';
export * from './what-if.js';
