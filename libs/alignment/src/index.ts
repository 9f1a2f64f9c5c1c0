export { AlignmentModule } from './alignment.module.js';
export { alignmentEvents, type AlignmentFact, alignmentModel } from './events.js';
export { Alignment1764000000501 } from './migrations/1-alignment.js';
export { Responsibilities, type AccountableOn } from './responsibility/responsibilities.js';
