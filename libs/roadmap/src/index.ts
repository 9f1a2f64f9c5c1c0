/** The rules and facts of the roadmap, its dependencies, planning sessions and their policy as plain functions. */
export * as roadmapRules from './domain/index.js';
