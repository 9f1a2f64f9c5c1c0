export * from './assumptions.js';
export type { SimulatedRefusal } from './simulated-reservations.js';
export type { RecordedFact } from './simulation.js';
export * from './what-if.js';
