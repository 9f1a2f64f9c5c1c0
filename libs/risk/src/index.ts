/** The rules and facts of risk reviews, of the launch gate, and of properties, peaks and freezes, as plain functions. */
export * as riskRules from './domain/index.js';
